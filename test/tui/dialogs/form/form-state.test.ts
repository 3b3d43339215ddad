import {expect, test} from 'vitest';
import type {Field} from '../../../../source/tui/dialogs/form/field.ts';
import {
	completeValues,
	formKey,
	formPaste,
	formRefused,
	formValues,
	openForm,
	shownFaults,
	type FormState,
} from '../../../../source/tui/dialogs/form/form-state.ts';

const fields: readonly Field[] = [
	{name: 'uri', label: 'URI'},
	{name: 'strategy', label: 'Strategy', choices: ['canary', 'blue-green', 'mirror']},
	{name: 'version', label: 'Version'},
	{name: 'weight', label: 'Weight', isNumber: true},
];

const opened = openForm(completeValues({uri: 'gs://one', weight: '50'}, fields), 'uri');

function after(state: FormState, ...keys: readonly string[]): FormState {
	return keys.reduce((before, key) => formKey(before, key, fields), state);
}

test('a form opens with its values, a choice with its first', () => {
	expect(formValues(opened)).toEqual({uri: 'gs://one', strategy: 'canary', version: '', weight: '50'});
});

test.each<[keys: readonly string[], focus: string]>([
	[['tab'], 'strategy'],
	[['downArrow', 'downArrow'], 'version'],
	[['tab', 'tab', 'tab', 'tab'], 'uri'],
	[['shift+tab'], 'weight'],
	[['upArrow', 'upArrow', 'upArrow'], 'strategy'],
])('after %j the keys go to %s', (keys, focus) => {
	expect(after(opened, ...keys).focus).toBe(focus);
});

test.each<[keys: readonly string[], uri: string]>([
	[['/', '2'], 'gs://one/2'],
	[['backspace', 'backspace', 'é', '世'], 'gs://oé世'],
	[['ctrl+u', 'x'], 'x'],
	[['home', 'delete', 'G'], 'Gs://one'],
	[['leftArrow', 'leftArrow', 'leftArrow', 't', 'w'], 'gs://twone'],
	[['space'], 'gs://one '],
	[['ctrl+x', 'pageUp'], 'gs://one'],
])('the keys %j make the text %s', (keys, uri) => {
	expect(formValues(after(opened, ...keys))['uri']).toBe(uri);
});

test.each<[keys: readonly string[], weight: string]>([
	[['2', '0'], '20'],
	[['backspace', '7'], '7'],
	[['end', '0'], '500'],
	[['leftArrow', 'backspace', '2'], '20'],
	[['ctrl+x'], '50'],
	[['2', 'tab', 'upArrow', '3', '0'], '30'],
])('of a number the keys %j make %s: what is typed first replaces it', (keys, weight) => {
	expect(formValues(after(opened, 'upArrow', ...keys))['weight']).toBe(weight);
});

test.each<[keys: readonly string[], strategy: string]>([
	[['rightArrow'], 'blue-green'],
	[['space', 'space', 'space'], 'canary'],
	[['leftArrow'], 'mirror'],
	[['M'], 'mirror'],
	[['x', 'backspace'], 'canary'],
])('the keys %j choose %s', (keys, strategy) => {
	expect(formValues(after(opened, 'tab', ...keys))['strategy']).toBe(strategy);
});

test('a text is pasted at the cursor in one line, and into no choice', () => {
	const pasted = formPaste(after(opened, 'home'), ' a\nb\u001B ', fields);
	expect(formValues(pasted)['uri']).toBe('a bgs://one');
	expect(formPaste(after(opened, 'tab'), 'mirror', fields)).toEqual(after(opened, 'tab'));
});

test('what is wrong with a field is held against the user once it was edited or left', () => {
	const faults = {uri: 'no', version: 'give one'};
	expect(shownFaults(opened, faults)).toEqual({});
	expect(shownFaults(after(opened, 'x'), faults)).toEqual({uri: 'no'});
	expect(shownFaults(after(opened, 'tab'), faults)).toEqual({uri: 'no'});
});

test('a form that is refused shows all that is wrong and goes to the first of it', () => {
	const faults = {version: 'give one'};
	const refused = formRefused(opened, faults, fields);
	expect(refused.focus).toBe('version');
	expect(shownFaults(refused, faults)).toEqual(faults);
});
