import {expect, test} from 'vitest';
import {parseDuration} from '../../source/objects/duration.ts';

test.each([
	['0', 0],
	['10', 10_000],
	['10s', 10_000],
	['1m30s', 90_000],
	['1.5h', 5_400_000],
	['.5s', 500],
	['1.s', 1000],
	['+2s', 2000],
	['300ms', 300],
	['2500us', 2.5],
	['2500µs', 2.5],
	['1000000ns', 1],
	['1000h', 2_147_483_647],
])('%s is %d ms', (text, milliseconds) => {
	expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '-1s', '-1', '1.5', 's', '.s', '1d', '1s ', '1 s', '1s2', 'Infinity', '0x10'])(
	'%j is no duration',
	text => {
		expect(parseDuration(text)).toBeUndefined();
	},
);
