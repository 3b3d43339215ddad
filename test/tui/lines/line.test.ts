import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {displayWidth} from '../../../source/print/width.ts';
import {fitLine, textOf, wrapText} from '../../../source/tui/lines/line.ts';

test.each([
	[['wis', 'dom'], 8, 'wisdom  '],
	[['wis', 'dom'], 6, 'wisdom'],
	[['wis', 'dom'], 5, 'wisd…'],
	[['wis', 'dom'], 3, 'wi…'],
	[['智慧', '模型'], 6, '智慧… '],
	[['a\u001B[2J', 'b'], 9, 'a\\x1b[2Jb'],
	[['wisdom', ''], 6, 'wisdom'],
	[[], 3, '   '],
])('%j in %i columns is %j', (texts, width, expected) => {
	expect(
		textOf(
			fitLine(
				texts.map(text => ({text})),
				width,
			),
		),
	).toBe(expected);
});

test('any line takes exactly the columns it is given, and each piece keeps its look', () => {
	const spans = fc.array(fc.record({text: fc.string({unit: 'grapheme', maxLength: 12}), isBold: fc.boolean()}));
	fc.assert(
		fc.property(spans, fc.integer({min: 1, max: 40}), (line, width) => {
			const fitted = fitLine(line, width);
			expect(fitted.reduce((sum, {text}) => sum + displayWidth(text), 0)).toBe(width);
			for (const [index, span] of fitted.entries()) {
				if (line[index]) expect(span.isBold).toBe(line[index].isBold);
			}
		}),
	);
});

test.each([
	['the container is starting', 10, ['the', 'container', 'is', 'starting']],
	['the container is starting', 13, ['the container', 'is starting']],
	['gs://models/wisdom', 8, ['gs://mod', 'els/wisd', 'om']],
	['模型', 3, ['模', '型']],
	['', 5, ['']],
])('%j in %i columns is broken into %j', (text, width, lines) => {
	expect(wrapText(text, width)).toEqual(lines);
});

test('of a text that fills screens the beginning is shown: whoever may write events or statuses could hold up every key', () => {
	const lines = wrapText('模型 '.repeat(300_000), 80);
	expect(lines.at(-1)?.endsWith('…')).toBe(true);
	expect(lines.length).toBeLessThan(120);
});

test('no line of a broken text is wider than it may be, and nothing but spaces is lost', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), fc.integer({min: 2, max: 30}), (text, width) => {
			for (const line of wrapText(text, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
		}),
	);
	expect(wrapText('one two  three', 6).join(' ').split(/\s+/)).toEqual(['one', 'two', 'three']);
});
