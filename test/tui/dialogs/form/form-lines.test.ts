import fc from 'fast-check';
import {expect, test} from 'vitest';
import {displayWidth} from '../../../../source/print/width.ts';
import type {Field} from '../../../../source/tui/dialogs/form/field.ts';
import {formLines, windowOf} from '../../../../source/tui/dialogs/form/form-lines.ts';
import {formKey, openForm} from '../../../../source/tui/dialogs/form/form-state.ts';
import {textOf} from '../../../../source/tui/lines/line.ts';

const fields: readonly Field[] = [
	{name: 'uri', label: 'Storage URI', placeholder: 'where the model is'},
	{name: 'strategy', label: 'Strategy', choices: ['canary', 'blue-green', 'mirror']},
];

function drawn(values: Readonly<Record<string, string>>, focus: string, faults = {}, width = 50) {
	const {lines, ...rest} = formLines(fields, openForm(values, focus), faults, width);
	return {...rest, lines: lines.map(line => textOf(line).trimEnd())};
}

test('a field is drawn with its label, its value and what is wrong with it', () => {
	expect(
		drawn({uri: 'gs://one', strategy: 'mirror'}, 'uri', {uri: 'the bucket has no such folder, look again'}),
	).toEqual({
		lines: [
			'▸ Storage URI  gs://one',
			'               ✖ the bucket has no such folder,',
			'                 look again',
			'  Strategy      canary  blue-green [mirror]',
		],
		focusLine: 0,
		cursorColumn: 23,
	});
});

test('an empty text shows what it stands for, and a choice without room only itself', () => {
	expect(drawn({uri: '', strategy: 'blue-green'}, 'strategy', {}, 40)).toEqual({
		lines: ['  Storage URI  where the model is', '▸ Strategy     ‹ blue-green › 2 of 3'],
		focusLine: 1,
		cursorColumn: undefined,
	});
});

test('a number that is about to be replaced stands in reverse, until a key has changed it', () => {
	const numbers: readonly Field[] = [{name: 'weight', label: 'Weight', isNumber: true}];
	const opened = openForm({weight: '50'}, 'weight');
	const inReverse = (state: typeof opened) =>
		formLines(numbers, state, {}, 40).lines.flatMap(line =>
			line.filter(({isInverse}) => isInverse).map(({text}) => text),
		);
	expect(inReverse(opened)).toEqual(['50', '']);
	expect(inReverse(formKey(opened, '2', numbers))).toEqual([]);
});

test('of a text that is too long the part with the cursor is in view, wide characters and all', () => {
	expect(windowOf({before: '一二三四五六', after: '七八'}, 8)).toEqual({before: '四五六', after: ''});
	expect(windowOf({before: '', after: 'abcdefgh'}, 5)).toEqual({before: '', after: 'abcd'});
	expect(windowOf({before: 'ab', after: '\u001B[2J'}, 20)).toEqual({before: 'ab', after: String.raw`\x1b[2J`});
});

test('what is in view never fills the room, so that the cursor has a column', () => {
	const text = fc.string({unit: 'grapheme', maxLength: 30});
	fc.assert(
		fc.property(text, text, fc.integer({min: 2, max: 40}), (before, after, room) => {
			const shown = windowOf({before, after}, room);
			expect(displayWidth(shown.before + shown.after)).toBeLessThan(room);
		}),
	);
});
