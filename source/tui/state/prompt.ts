import {editLine, emptyLine, lineOf, lineText, type LineEdit} from './line-edit.ts';
import {completions, type Candidates} from './palette.ts';

/** A line of input at the bottom of the screen. */
export interface Prompt {
	readonly kind: 'filter' | 'command';
	readonly edit: LineEdit;
	/** What was typed before Tab took a completion of it, and which; undefined until then. */
	readonly completing: {readonly from: string; readonly index: number} | undefined;
	/** How far back in the history; undefined for the line that was typed. */
	readonly historyIndex: number | undefined;
	/** The filter to go back to when the input is given up. */
	readonly filterBefore: string;
}

export function openPrompt(kind: Prompt['kind'], filter: string): Prompt {
	return {
		kind,
		edit: kind === 'filter' ? lineOf(filter) : emptyLine,
		completing: undefined,
		historyIndex: undefined,
		filterBefore: filter,
	};
}

/** What Tab offers now, and which of it is taken. */
export function offers(
	prompt: Prompt,
	candidates: Candidates,
): {readonly lines: readonly string[]; readonly taken: number} {
	if (prompt.kind === 'filter') return {lines: [], taken: -1};
	const {completing, edit} = prompt;
	return {
		lines: completions(completing?.from ?? lineText(edit), candidates),
		taken: completing?.index ?? -1,
	};
}

/** The prompt after a key that neither ends it nor gives it up. */
export function promptKey(prompt: Prompt, key: string, candidates: Candidates, history: readonly string[]): Prompt {
	if (prompt.kind === 'command') {
		if (key === 'tab') return complete(prompt, candidates, 1);
		if (key === 'shift+tab') return complete(prompt, candidates, -1);
		if (key === 'upArrow' || key === 'ctrl+p') return recall(prompt, history, 1);
		if (key === 'downArrow' || key === 'ctrl+n') return recall(prompt, history, -1);
	}

	const edit = editLine(prompt.edit, key);
	return edit ? edited(prompt, edit) : prompt;
}

export function edited(prompt: Prompt, edit: LineEdit): Prompt {
	return {...prompt, edit, completing: undefined, historyIndex: undefined};
}

function complete(prompt: Prompt, candidates: Candidates, step: 1 | -1): Prompt {
	const {lines, taken} = offers(prompt, candidates);
	if (lines.length === 0) return prompt;
	const from = prompt.completing?.from ?? lineText(prompt.edit);
	const index = taken < 0 && step < 0 ? lines.length - 1 : (taken + step + lines.length) % lines.length;
	const line = lines[index] ?? '';
	// With one candidate there is nothing to go through, so that the next Tab completes its argument.
	const completing = lines.length === 1 ? undefined : {from, index};
	return {...prompt, edit: lineOf(lines.length === 1 ? `${line} ` : line), completing, historyIndex: undefined};
}

function recall(prompt: Prompt, history: readonly string[], step: 1 | -1): Prompt {
	const index = (prompt.historyIndex ?? -1) + step;
	const line = history[index];
	if (line !== undefined) return {...prompt, edit: lineOf(line), completing: undefined, historyIndex: index};
	return index < 0 ? edited(prompt, emptyLine) : prompt;
}
