import {displayWidth} from '../../../print/width.ts';
import type {Line} from '../../lines/line.ts';
import {lineText} from '../../state/line-edit.ts';
import {isUnlocked, type DialogMode} from '../dialog-state.ts';
import type {Proposal, Toggle} from '../flow.ts';
import {windowOf} from '../form/form-lines.ts';
import {hanging} from './hanging.ts';

const nothing: Line = [];

/** What is going to be done: what cannot be undone, the steps, what the plan can be made with or without, the diff, the command line. */
export function planLines(
	{warnings, notes = [], job}: Proposal,
	steps: readonly string[],
	diff: readonly Line[],
	toggles: readonly Toggle[],
	on: ReadonlySet<string>,
	width: number,
): readonly Line[] {
	return [
		// First, so that a small terminal shows them whatever else it has no room for.
		...warnings.flatMap(warning => hanging(' ⚠ ', warning, width, 'waiting')),
		...(warnings.length > 0 ? [nothing] : []),
		...steps.flatMap((title, index) => hanging(` ${index + 1}. `, title, width)),
		...(notes.length > 0 ? [nothing] : []),
		...notes.flatMap(note => hanging(' · ', note, width, 'faint')),
		...(toggles.length > 0 ? [nothing] : []),
		...toggles.flatMap(({key, name, label}) => hanging(` ${key} [${on.has(name) ? 'x' : ' '}] `, label, width)),
		...(diff.length > 0 ? [nothing, [{text: ' What changes in the spec', isBold: true}] as Line, ...diff] : []),
		nothing,
		[{text: ' The same by hand', tone: 'faint'}],
		...hanging('   ', job.command, width, 'faint'),
	];
}

/** The buttons under a plan, and where the cursor stands when it is in what has to be typed. */
export function planButtons(
	mode: Extract<DialogMode, {kind: 'plan'}>,
	width: number,
): {readonly line: Line; readonly cursorColumn: number | undefined} {
	const {focus, proposal, typed} = mode;
	const buttons: Line = [
		button('Cancel', focus === 'cancel'),
		{text: ' '},
		{...button('Go ahead', focus === 'go'), ...(isUnlocked(mode) ? {} : {tone: 'faint' as const})},
	];
	if (proposal.typed === undefined) return {line: buttons, cursorColumn: undefined};
	const prompt = `  ${focus === 'typed' ? '▸' : ' '} type the app's name: `;
	const taken = [...buttons, {text: prompt}].reduce((sum, {text}) => sum + displayWidth(text), 0);
	const shown = windowOf(typed, Math.max(4, width - taken));
	return {
		line: [...buttons, {text: prompt}, {text: lineText(shown), isBold: true}],
		cursorColumn: focus === 'typed' ? taken + displayWidth(shown.before) : undefined,
	};
}

function button(label: string, isFocused: boolean): Line[number] {
	return {text: `${isFocused ? ' ▸' : '  '}[ ${label} ]`, isBold: isFocused, isInverse: isFocused};
}
