import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {displayWidth} from '../../source/print/width.ts';
import {fit} from '../../source/tui/fit.ts';

test.each([
	['wisdom', 8, 'wisdom  '],
	['wisdom', 6, 'wisdom'],
	['wisdom', 4, 'wis…'],
	['智慧模型', 6, '智慧… '],
	['a\u001B[2J', 8, 'a\\x1b[2J'],
	['wisdom', 0, ''],
	['น้ำใจ', 5, 'น\u0E4D\u0E49าใจ '],
	['น้ำใจ', 3, 'น\u0E4D\u0E49า…'],
	['ກຳ', 3, 'ກ\u0ECDາ '],
	['क्षत्रिय', 8, 'क्\u200Cषत्\u200Cरिय  '],
	['👩🏽‍🔬 👍🏿 ❤️ 1️⃣', 12, '👩🔬 👍 ❤ 1 '],
])('%j in %i columns is %j', (text, width, expected) => {
	expect(fit(text, width)).toBe(expected);
});

test('any text takes exactly the columns it is given', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), fc.nat(40), (text, width) => {
			expect(displayWidth(fit(text, width))).toBe(width);
		}),
	);
});
