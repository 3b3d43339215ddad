import {noHistoryWords} from '../../../actions/undo/no-history-words.ts';
import {lastRollout, readHistory} from '../../../actions/undo/read-history.ts';
import {planUndo, unfinishedUndo} from '../../../actions/undo/undo.ts';
import {tableLines} from '../../../print/table.ts';
import {revisionColumns} from '../../../report/text/revision-columns.ts';
import {revisionsOf} from '../../../rollout/revisions.ts';
import {primaryOf, readApp} from '../../../runner/app-state.ts';
import {hashOf} from '../../../runner/replace/spec-hash.ts';
import type {Line} from '../../lines/line.ts';
import type {Flow, Form} from '../flow.ts';
import {valueOf} from '../form/field.ts';
import {hanging} from '../lines/hanging.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextIn, contextOf, inferOf, referenceOf, type AppSubject} from './subject.ts';

export function undoFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	return {
		title: `Give ${name} an earlier spec again`,
		toggles: [{key: 't', name: 'test', label: 'send an inference to the primary once it serves', isOn: true}],
		form: async signal => revisionForm(subject, signal),
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const isTested = values['test'] === 'true';
			const revision = Number(valueOf(values, 'revision'));
			const plan = await planUndo(context, name, {revision, isTested});
			return {
				warnings: plan.warnings,
				...(plan.change ? {change: plan.change} : {}),
				job: {
					action: 'undo',
					app: referenceOf(subject.info),
					command: appCommand(subject, {
						name: 'undo',
						flags: {'to-revision': revision, 'skip-test': isTested ? undefined : true},
					}),
					...planWork({...context, infer: inferOf(subject, stopping)}, plan),
					stopping,
				},
			};
		},
	};
}

/**
 * Asks for the revision and shows the history. At first it is the one before the last promotion, or the present one where the undo
 * that brought it is not finished: it goes on then. Rejects where there is none.
 */
async function revisionForm(subject: AppSubject, signal: AbortSignal): Promise<Form> {
	const {name, namespace} = subject.info;
	const context = contextIn(subject, namespace, signal);
	const app = await readApp(context, name);
	const {object, kind} = primaryOf(app);
	const entries = await readHistory(context, name, object);
	const isUnfinished = (await unfinishedUndo(context, app)) !== undefined;
	if (entries.length === 0 && !isUnfinished) throw new Error(await noHistoryWords(context, name, object));
	const revisions = revisionsOf(object, hashOf(object), entries);
	const numbers = revisions.map(({revision}) => String(revision));
	const [present = '', ...earlier] = numbers;
	const choices = isUnfinished ? numbers : earlier;
	const usual = String((lastRollout(entries) ?? entries[0])?.number);
	const [headers = [], ...rows] = tableLines(revisionColumns(kind.serves, context.now()), revisions);
	return {
		fields: () => [{name: 'revision', label: 'Go back to', choices}],
		initial: {revision: isUnfinished ? present : usual},
		check: () => ({}),
		view(values, _known, width): readonly Line[] {
			const chosen = numbers.indexOf(valueOf(values, 'revision'));
			// In the table a long model is cut where it differs.
			const model = kind.serves(revisions[chosen]?.spec);
			return [
				...hanging('   ', model ?? '', width),
				...(isUnfinished
					? hanging(' ⚠ ', `an undo is not finished: revision ${present} goes on with it`, width, 'waiting')
					: []),
				[],
				[{text: '   '}, ...headers.map(cell => ({...cell, isBold: true}))],
				...rows.map((row, index): Line => [{text: index === chosen ? ' ▸ ' : '   '}, ...row]),
			];
		},
	};
}
