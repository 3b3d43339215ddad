import {specDiff} from '../../info/spec-diff.ts';
import {stopKey} from '../keys/bindings.ts';
import {plain, type Line} from '../lines/line.ts';
import {specDiffLines} from '../lines/spec-diff-lines.ts';
import type {Run} from '../runs/run.ts';
import {canGoBack, type DialogState, type DialogMode} from './dialog-state.ts';
import type {Flow, Known, Proposal} from './flow.ts';
import type {Faults, Values} from './form/field.ts';
import {formLines} from './form/form-lines.ts';
import {shownFaults} from './form/form-state.ts';
import type {FrameProps} from './frame.tsx';
import {hanging} from './lines/hanging.ts';
import {planButtons, planLines} from './lines/plan-lines.ts';
import {pagesOf, runStatusLine, runView} from './lines/run-lines.ts';
import type {Previewed} from './use-preview.ts';

/** What a frame shows, apart from its size. */
interface DialogView extends Pick<FrameProps, 'title' | 'lines' | 'hints' | 'footer' | 'cursor'> {
	/** Line to keep in view while the user does not scroll. */
	readonly focusLine: number;
}

interface ViewFacts {
	readonly flow: Flow;
	/** Why the action may not be done at all; undefined when it may. */
	readonly refusal: string | undefined;
	readonly known: Known;
	readonly values: Values;
	readonly faults: Faults;
	readonly preview: Previewed;
	readonly run: Run | undefined;
	/** Whether the action has been told to stop. */
	readonly isStopping: boolean;
	/** Whether what has ended may be started again from here. */
	readonly canRepeat: boolean;
	readonly now: Date;
	/** Columns inside the frame. */
	readonly width: number;
}

/** A dialogue as it stands, as lines. */
export function viewOf(state: DialogState, facts: ViewFacts): DialogView {
	const {mode} = state;
	const {flow, refusal, width} = facts;
	const esc = canGoBack(state) ? 'Esc back to the form' : 'Esc close';
	const simple = {title: flow.title, hints: esc, footer: [], cursor: undefined, focusLine: 0};
	if (mode.kind === 'run') return runModeView(mode, state.page, facts);
	if (refusal !== undefined) return {...simple, lines: hanging(' ✖ ', refusal, width, 'bad')};
	switch (mode.kind) {
		case 'form': {
			return formView(state, facts);
		}
		case 'plan': {
			const {change, job} = mode.proposal;
			const {line, cursorColumn} = planButtons(mode, width);
			return {
				...simple,
				title: job.title,
				lines: planLines(
					mode.proposal,
					job.titles,
					change ? changeLines(change, width) : [],
					flow.toggles ?? [],
					state.toggles,
					width,
				),
				hints: `Tab choose · Enter take · ${esc}`,
				footer: line,
				cursor: cursorColumn === undefined ? undefined : {line: 'footer', column: cursorColumn},
			};
		}
		case 'failed': {
			return {...simple, lines: hanging(' ✖ ', mode.message, width, 'bad'), hints: `r try again · ${esc}`};
		}
		case 'loading': {
			return {...simple, lines: [plain(' ◌ Looking at what there is …', 'waiting')]};
		}
		default: {
			return {...simple, lines: [plain(' ◌ Making the plan …', 'waiting')]};
		}
	}
}

function formView({form}: DialogState, facts: ViewFacts): DialogView {
	const {flow, known, values, faults, preview, width} = facts;
	if (!form) throw new Error('a form that is not there cannot be drawn');
	const {spec, state} = form;
	const shown = shownFaults(state, faults);
	const {lines, focusLine, cursorColumn} = formLines(spec.fields(values), state, shown, width);
	const view = spec.view?.(values, known, width) ?? [];
	const shownPreview =
		'message' in preview
			? hanging(' ✖ ', preview.message, width, 'bad')
			: [...preview.notes.flatMap(note => hanging(' · ', note, width, 'faint')), ...preview.lines];
	const isFaulty = Object.keys(shown).length > 0;
	return {
		title: flow.title,
		lines: [
			...lines,
			...(view.length > 0 ? [[], ...view] : []),
			...(shownPreview.length > 0
				? [[], [{text: ` ${spec.previewTitle ?? 'What comes of it'}`, isBold: true}], ...shownPreview]
				: []),
		],
		focusLine,
		cursor: cursorColumn === undefined ? undefined : {line: focusLine, column: cursorColumn},
		hints: `${flow.propose ? 'Enter plan · ' : ''}Tab next · ← → choose · Esc close · PgDn scroll`,
		footer: isFaulty
			? plain(' ✖ something is wrong above', 'bad')
			: plain(flow.propose ? ' Enter shows the plan; nothing is done before.' : '', 'faint'),
	};
}

function changeLines({before, after}: NonNullable<Proposal['change']>, width: number): readonly Line[] {
	const diff = specDiff(before, after);
	return diff.length === 0 ? [plain('   nothing: both are the same', 'faint')] : specDiffLines(diff, width);
}

/** How to page through what is answered differently. */
function pagingHint(page: number, disagreements: number): string {
	if (disagreements === 0) return '';
	return page === 0 ? `n disagreements, ${disagreements} · ` : `n p disagreement ${page} of ${disagreements} · `;
}

function runModeView(
	{note}: Extract<DialogMode, {kind: 'run'}>,
	page: number,
	{run, canRepeat, isStopping, now, width}: ViewFacts,
): DialogView {
	if (!run) throw new Error('an action that was not started cannot be drawn');
	const head = note === undefined ? [] : [...hanging(' ⚠ ', note, width, 'waiting'), []];
	const {lines, focusLine} = runView(run, width, page);
	const pages = pagesOf(run);
	const paging = pagingHint(page, pages - 1);
	return {
		title: run.title,
		lines: [...head, ...lines],
		focusLine: head.length + focusLine,
		hints:
			run.status === 'running'
				? `${stopKey} stop · Esc close, it goes on`
				: `${paging}${canRepeat ? 'r again · ' : ''}Esc close`,
		footer: runStatusLine(run, now, isStopping),
		cursor: undefined,
	};
}
