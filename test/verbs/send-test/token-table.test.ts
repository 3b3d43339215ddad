import {expect, test} from 'vitest';
import type {Percentiles} from '../../../source/load/result.ts';
import {formatTokens} from '../../../source/verbs/send-test/token-table.ts';

const times = (p50Ms: number, p95Ms: number): Percentiles => ({
	p50Ms,
	p90Ms: p95Ms,
	p95Ms,
	p99Ms: p95Ms,
	p999Ms: p95Ms,
	maxMs: p95Ms,
	meanMs: p50Ms,
});
const row = {...times(900, 990), status: 200, count: 40, service: times(900, 990)};

test('streamed answers have a table of their own; a version that gives one token a stream has no times between', () => {
	const tokens = {answers: 40, tokens: 800, tokensPerSecond: 81.25, first: times(120.4, 340)};
	const answered = [
		{...row, version: 'wisdom-0', tokens: {...tokens, perToken: times(8.21, 12), gaps: times(7.5, 41)}},
		{...row, version: 'wisdom-1', tokens: {...tokens, answers: 2, perToken: undefined, gaps: undefined}},
		{...row, version: undefined},
	];
	expect(formatTokens({answered}, false)).toBe(`
VERSION    STREAMS   FIRST P50   P95     TOKEN P50   P95      GAP P50   P95      TOKENS/S
wisdom-0   40        120ms       340ms   8.2ms       12ms     7.5ms     41ms     81.3
wisdom-1   2         120ms       340ms   <none>      <none>   <none>    <none>   81.3
`);
	expect(formatTokens({answered: [{...row, version: 'wisdom-0'}]}, false)).toBe('');
});
