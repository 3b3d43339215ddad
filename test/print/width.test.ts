import * as fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {cutTo, displayWidth} from '../../source/print/width.ts';
import {drawable} from '../../source/tui/fit.ts';
import {scripts} from '../fixtures/widths.ts';

test.each([
	['', 0],
	['wisdom-0', 8],
	['naïve', 5],
	['e\u0301', 1],
	['模型', 4],
	['モデル', 6],
	['ﾓﾙ', 2],
	['한국', 4],
	['Ａ１', 4],
	['🚀', 2],
	['👩‍🔬', 2],
	['✓', 1],
	['…', 1],
])('%s takes %d columns', (text, columns) => {
	expect(displayWidth(text)).toBe(columns);
});

test('what is taken for narrow at a glance is as wide as what is looked at closely', () => {
	// The mark makes the text one that is looked at, and takes no column.
	const closely = (character: string) => displayWidth(`\u0301${character}`);
	for (let code = 0x20; code <= 0x27bf; code++) {
		const character = String.fromCharCode(code);
		if (/[\p{Cc}\p{M}]/u.test(character)) continue;
		expect([code.toString(16), displayWidth(character)]).toEqual([code.toString(16), closely(character)]);
	}
});

test.each(Object.entries(scripts))('%s is as wide as terminals draw it', (_, texts) => {
	for (const [text, columns] of texts) expect([text, displayWidth(text)]).toEqual([text, columns]);
});

test('Ink counts what is drawn as we do, and each character as much as its code points, as terminals do', () => {
	const known = fc.constantFrom(...Object.values(scripts).flatMap(texts => texts.map(([text]) => text)));
	const parts = fc.oneof(
		known,
		fc.string({unit: 'binary', maxLength: 3}),
		fc.constantFrom('\u200D', '\u094D', 'ำ', '🏽'),
	);
	fc.assert(
		fc.property(fc.array(parts, {maxLength: 6}), given => {
			const drawn = drawable(given.join(''));
			const cells = Array.from(drawn).reduce((sum, character) => sum + cellsOf(character), 0);
			expect([drawn, stringWidth(drawn), displayWidth(drawn), drawable(drawn)]).toEqual([drawn, cells, cells, drawn]);
		}),
	);
});

/** Cells for a code point, as wcwidth counts them. */
function cellsOf(character: string): number {
	// Hangul vowels and finals join the consonant before them.
	const isJoined = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11FF\uD7B0-\uD7FF]/u.test(character);
	return isJoined ? 0 : stringWidth(character);
}

test.each([
	['wisdom', 6, 'wisdom'],
	['wisdom', 5, 'wisd…'],
	['智慧模型', 6, '智慧…'],
	['می\u200Cخواهم', 3, 'می…'],
	['wisdom', 1, '…'],
	['wisdom', 0, ''],
])('%j cut to %d columns is %j', (text, columns, cut) => {
	expect(cutTo(text, columns)).toBe(cut);
});
