import {expect, test} from 'vitest';
import {latencyFault} from '../../../source/actions/compare/latency-fault.ts';

test.each([
	['route', 'match', undefined],
	['direct', 'direct', undefined],
	[
		'match',
		'direct',
		'wisdom-1 was asked at its own host, wisdom-0 through the route of the app, so their latencies cannot be compared',
	],
	[
		'direct',
		'route',
		'wisdom-0 was asked at its own host, wisdom-1 through the route of the app, so their latencies cannot be compared',
	],
] as const)('the latencies of versions that are asked by %s and by %s: %s', (one, other, fault) => {
	const asked = (version: string, way: 'route' | 'match' | 'direct') => ({version, way, headers: {}, host: 'wisdom'});
	expect(latencyFault(asked('wisdom-0', one), asked('wisdom-1', other))).toBe(fault);
});
