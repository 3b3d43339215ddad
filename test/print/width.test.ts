import {expect, test} from 'vitest';
import {displayWidth} from '../../source/print/width.ts';

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
