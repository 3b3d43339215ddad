import {expect, test} from 'vitest';
import {paceOf} from './pace.ts';

test.each([
	['a quick machine gets the whole load', [2, 2, 2], 200],
	['a slow one a load that leaves it room', [8, 12, 10], 75],
	['the slowest one still a load', [400, 600], 20],
])('%s', (_title, latencies, expected) => {
	expect(paceOf(latencies, 200)).toBe(expected);
});
