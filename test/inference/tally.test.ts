import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Outcome} from '../../source/inference/load.ts';
import {tally} from '../../source/inference/tally.ts';

const answer = (status: number, version: string | undefined, elapsedMs: number): Outcome => ({
	status,
	version,
	elapsedMs,
	headers: {},
	body: '',
});

test('outcomes are counted by version and status, failures by reason', () => {
	const outcomes = [
		answer(404, undefined, 5),
		...Array.from({length: 20}, (_, index) => answer(200, 'wisdom-1', 20 - index)),
		answer(503, 'wisdom-0', 3),
		answer(204, 'wisdom-0', 2),
		new Error('closed'),
		new Error('late'),
		new Error('late'),
	];
	expect(tally(outcomes)).toEqual({
		count: 26,
		failed: 5,
		answered: [
			{version: 'wisdom-0', status: 204, count: 1, p50: 2, p95: 2},
			{version: 'wisdom-0', status: 503, count: 1, p50: 3, p95: 3},
			{version: 'wisdom-1', status: 200, count: 20, p50: 10, p95: 19},
			{version: undefined, status: 404, count: 1, p50: 5, p95: 5},
		],
		silent: [
			{reason: 'late', count: 2},
			{reason: 'closed', count: 1},
		],
	});
});

test('nothing is lost, whatever the order', () => {
	const outcome = fc.oneof(
		fc.constantFrom('late', 'closed').map(reason => new Error(reason)),
		fc
			.tuple(fc.constantFrom(200, 404, 503), fc.constantFrom('a', 'b', undefined), fc.nat(1000))
			.map(([status, version, elapsedMs]) => answer(status, version, elapsedMs)),
	);
	fc.assert(
		fc.property(fc.array(outcome), outcomes => {
			const {count, failed, answered, silent} = tally(outcomes);
			expect([...answered, ...silent].reduce((sum, row) => sum + row.count, 0)).toBe(count);
			expect(count).toBe(outcomes.length);
			expect(failed).toBe(outcomes.filter(one => one instanceof Error || one.status !== 200).length);
			expect({...tally(outcomes.toReversed()), silent: []}).toEqual({count, failed, answered, silent: []});
		}),
	);
});
