import {editLine, emptyLine, insertText, lineOf, lineText, type LineEdit} from '../../state/line-edit.ts';
import {valueOf, type Faults, type Field, type Values} from './field.ts';

/** What the user has done to a form. */
export interface FormState {
	readonly edits: Readonly<Record<string, LineEdit>>;
	/** Name of the field that gets the keys. */
	readonly focus: string;
	/** Whether that field was come to and no key has changed anything in it yet: a number is replaced then. */
	readonly isFresh: boolean;
	/** Fields that the user has been at: what is wrong with the others is not held against them yet. */
	readonly touched: ReadonlySet<string>;
}

export function openForm(values: Values, focus: string): FormState {
	return {
		edits: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, lineOf(value)])),
		focus,
		isFresh: true,
		touched: new Set(),
	};
}

/** The form as it is come back to: as at its opening, a number is replaced by what is typed first. */
export function reopenForm(state: FormState): FormState {
	return {...state, isFresh: true};
}

export function formValues({edits}: FormState): Values {
	return Object.fromEntries(Object.entries(edits).map(([name, edit]) => [name, lineText(edit)]));
}

/**
 * The form after a key, by the names of `keyNames`: Tab and the arrows move between fields, left and right through choices, all
 * others edit the text. The same form for a key that it does not have.
 */
export function formKey(state: FormState, key: string, fields: readonly Field[]): FormState {
	if (key === 'tab' || key === 'downArrow') return moveFocus(state, fields, 1);
	if (key === 'shift+tab' || key === 'upArrow') return moveFocus(state, fields, -1);
	const field = fields.find(({name}) => name === state.focus);
	if (!field) return state;
	const edit = editOf(state, field, key);
	const next = field.choices ? chosen(field.choices, lineText(edit), key) : editLine(edit, key);
	return next === undefined ? state : edited(state, next);
}

/** The form with a text pasted into the field that gets the keys; a choice takes none. */
export function formPaste(state: FormState, text: string, fields: readonly Field[]): FormState {
	const field = fields.find(({name}) => name === state.focus);
	if (!field || field.choices) return state;
	return edited(state, insertText(editOf(state, field), text.trim()));
}

/** Whether what is typed or pasted next takes the place of a field's text. */
export function isReplaced({focus, isFresh}: FormState, {name, isNumber = false}: Field): boolean {
	return isFresh && isNumber && name === focus;
}

/** What a key, or a paste, meets: a text that is replaced is gone by then, but for the keys that move in it. */
function editOf(state: FormState, field: Field, key?: string): LineEdit {
	const edit = state.edits[field.name] ?? emptyLine;
	const isMoving = key !== undefined && !/^(.|backspace|delete)$/u.test(key);
	return isReplaced(state, field) && !isMoving ? emptyLine : edit;
}

/** The form after Enter although something is wrong: at its first fault, with all of them held against the user. */
export function formRefused(state: FormState, faults: Faults, fields: readonly Field[]): FormState {
	const first = fields.find(({name}) => faults[name] !== undefined);
	return {
		...state,
		focus: first?.name ?? state.focus,
		isFresh: true,
		touched: new Set(fields.map(({name}) => name)),
	};
}

/** What is wrong with the fields that the user has been at. */
export function shownFaults(state: FormState, faults: Faults): Faults {
	return Object.fromEntries(Object.entries(faults).filter(([name]) => state.touched.has(name)));
}

function edited(state: FormState, edit: LineEdit): FormState {
	return {
		...state,
		edits: {...state.edits, [state.focus]: edit},
		isFresh: false,
		touched: new Set(state.touched).add(state.focus),
	};
}

function moveFocus(state: FormState, fields: readonly Field[], by: 1 | -1): FormState {
	if (fields.length === 0) return state;
	const from = fields.findIndex(({name}) => name === state.focus);
	const next = fields[(from + by + fields.length) % fields.length];
	return {
		...state,
		focus: next?.name ?? state.focus,
		isFresh: true,
		touched: new Set(state.touched).add(state.focus),
	};
}

function chosen(choices: readonly string[], value: string, key: string): LineEdit | undefined {
	const from = choices.indexOf(value);
	const steps: Readonly<Record<string, number>> = {rightArrow: 1, space: 1, leftArrow: -1};
	const step = steps[key];
	if (step !== undefined) return lineOf(choices[(from + step + choices.length) % choices.length] ?? value);
	const initial = choices.find(choice => choice.toLowerCase().startsWith(key.toLowerCase()));
	return initial === undefined ? undefined : lineOf(initial);
}

/** The values that a form starts with where `initial` does not name them: the first choice, or nothing. */
export function completeValues(initial: Values, fields: readonly Field[]): Values {
	return {
		...Object.fromEntries(fields.map(({name, choices}) => [name, choices?.[0] ?? ''])),
		...Object.fromEntries(Object.keys(initial).map(name => [name, valueOf(initial, name)])),
	};
}
