import {noHistoryWords} from '../../../actions/undo/no-history-words.ts';
import {lastRollout, readHistory} from '../../../actions/undo/read-history.ts';
import {planUndo} from '../../../actions/undo/undo.ts';
import {tableLines} from '../../../print/table.ts';
import {revisionColumns} from '../../../report/text/revision-columns.ts';
import {revisionsOf} from '../../../rollout/revisions.ts';
import {primaryOf, readApp} from '../../../runner/app-state.ts';
import {hashOf} from '../../../runner/replace/spec-hash.ts';
import type {Line} from '../../lines/line.ts';
import type {Flow, Form} from '../flow.ts';
import {valueOf} from '../form/field.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextIn, contextOf, inferOf, referenceOf, type AppSubject} from './subject.ts';

export function undoFlow(subject: AppSubject): Flow {
	const {name} = subject.info;
	let usual: string | undefined;
	return {
		title: `Give ${name} an earlier spec again`,
		toggles: [{key: 't', name: 'test', label: 'send an inference to the primary once it serves', isOn: true}],
		async form(signal) {
			const form = await revisionForm(subject, signal);
			usual = form.initial['revision'];
			return form;
		},
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const isTested = values['test'] === 'true';
			const chosen = valueOf(values, 'revision');
			// Without a revision an undo that was stopped goes on.
			const revision = chosen === usual ? undefined : Number(chosen);
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

/** Asks for the revision, at first the one before the last promotion, and shows the history. Rejects where there is none. */
async function revisionForm(subject: AppSubject, signal: AbortSignal): Promise<Form> {
	const {name, namespace} = subject.info;
	const context = contextIn(subject, namespace, signal);
	const {object, kind} = primaryOf(await readApp(context, name));
	const entries = await readHistory(context, name, object);
	if (entries.length === 0) throw new Error(await noHistoryWords(context, name, object));
	const choices = entries.map(({number}) => String(number));
	const [headers = [], ...rows] = tableLines(
		revisionColumns(kind.serves, context.now()),
		revisionsOf(object, hashOf(object), entries),
	);
	return {
		fields: () => [{name: 'revision', label: 'Go back to', choices}],
		initial: {revision: String((lastRollout(entries) ?? entries[0])?.number)},
		check: () => ({}),
		view(values): readonly Line[] {
			const chosen = choices.indexOf(valueOf(values, 'revision'));
			return [
				[{text: '   '}, ...headers.map(cell => ({...cell, isBold: true}))],
				// The first row is what it has now.
				...rows.map((row, index): Line => [{text: index === chosen + 1 ? ' ▸ ' : '   '}, ...row]),
			];
		},
	};
}
