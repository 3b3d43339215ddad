import {displayWidth, graphemes} from '../../../print/width.ts';
import {drawable, fit} from '../../fit.ts';
import {plain, wrapText, type Line, type Span} from '../../lines/line.ts';
import {lineOf, lineText, type LineEdit} from '../../state/line-edit.ts';
import type {Faults, Field} from './field.ts';
import {isReplaced, type FormState} from './form-state.ts';

/** A form as it is drawn. */
interface FormView {
	readonly lines: readonly Line[];
	/** Index of the line of the field that gets the keys. */
	readonly focusLine: number;
	/** Column of the cursor in that line; undefined when a choice has the focus. */
	readonly cursorColumn: number | undefined;
}

const widestLabel = 16;
const mark = '▸ ';

/** The fields one below the other, what is wrong with them under each. */
export function formLines(fields: readonly Field[], state: FormState, faults: Faults, width: number): FormView {
	const labels = Math.min(widestLabel, Math.max(0, ...fields.map(({label}) => displayWidth(label))));
	const indent = mark.length + labels + 2;
	const room = Math.max(8, width - indent - 1);
	const lines: Line[] = [];
	let focusLine = 0;
	let cursorColumn: number | undefined;
	for (const field of fields) {
		const isFocused = field.name === state.focus;
		const edit = state.edits[field.name] ?? lineOf('');
		const value = field.choices
			? choiceSpans(field.choices, lineText(edit), room)
			: textSpans(field, edit, room, isReplaced(state, field));
		if (isFocused) {
			focusLine = lines.length;
			cursorColumn = field.choices ? undefined : indent + displayWidth(windowOf(edit, room).before);
		}

		lines.push([{text: `${isFocused ? mark : '  '}${fit(field.label, labels)}  `, isBold: isFocused}, ...value]);
		const fault = faults[field.name];
		if (fault === undefined) continue;
		for (const [index, text] of wrapText(fault, room - 2).entries()) {
			lines.push([{text: ' '.repeat(indent)}, {text: `${index === 0 ? '✖' : ' '} ${text}`, tone: 'bad'}]);
		}
	}

	return {lines, focusLine, cursorColumn};
}

function textSpans({placeholder = ''}: Field, edit: LineEdit, room: number, isInverse: boolean): readonly Span[] {
	if (lineText(edit) === '') return [{text: fit(placeholder, room).trimEnd(), tone: 'faint'}];
	const {before, after} = windowOf(edit, room);
	return [
		{text: before, isInverse},
		{text: after, isInverse},
	];
}

/** All choices with the chosen one in brackets where there is room for them, else the chosen one alone. */
function choiceSpans(choices: readonly string[], value: string, room: number): readonly Span[] {
	const all = choices.flatMap((choice): readonly Span[] =>
		choice === value ? [{text: `[${choice}]`, isBold: true}] : [{text: ` ${choice} `, tone: 'faint'}],
	);
	if (all.reduce((sum, {text}) => sum + displayWidth(drawable(text)), 0) <= room) return all;
	const place = ` ${choices.indexOf(value) + 1} of ${choices.length}`;
	const shown = fit(value, Math.min(displayWidth(drawable(value)), room - place.length - 4));
	return [{text: `‹ ${shown} ›`, isBold: true}, ...plain(place, 'faint')];
}

/** The part of a text that is in view: that with the cursor, in less than `room` columns so that the cursor has its own. */
export function windowOf({before, after}: LineEdit, room: number): LineEdit {
	const shownBefore = lastColumns(drawable(before), room - 1);
	return {
		before: shownBefore,
		after: firstColumns(drawable(after), room - 1 - displayWidth(shownBefore)),
	};
}

function firstColumns(text: string, columns: number): string {
	let shown = '';
	for (const segment of graphemes(text)) {
		if (displayWidth(shown + segment) > columns) break;
		shown += segment;
	}

	return shown;
}

function lastColumns(text: string, columns: number): string {
	let shown = '';
	for (const segment of graphemes(text).toReversed()) {
		if (displayWidth(segment + shown) > columns) break;
		shown = segment + shown;
	}

	return shown;
}
