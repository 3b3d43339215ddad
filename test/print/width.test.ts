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
