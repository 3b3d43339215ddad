import {expect, test} from 'vitest';
import {Measure} from '../../source/load/measure.ts';
import type {Pace} from '../../source/load/pace.ts';
import {runLoad} from '../../source/load/run-load.ts';
import {FakeClock} from './fake-clock.ts';

/** The p99 that a load finds of a server that takes 5 ms and, in the last second of each ten, answers nobody. */
async function p99Of(pace: Pace): Promise<number | undefined> {
	const clock = new FakeClock();
	const measure = new Measure();
	const bound = {durationMs: 20_000};
	const ended = runLoad({
		pace,
		bound,
		clock,
		signal: new AbortController().signal,
		async send() {
			const untilEnd = 10_000 - (clock.now() % 10_000);
			await clock.sleep(untilEnd <= 1000 ? untilEnd + 5 : 5);
			return {version: 'wisdom-0', status: 200};
		},
		onResult: unit => measure.add(unit.result, unit),
	});
	await clock.goTo(30_000);
	const times = await ended;
	const facts = {startedAt: new Date(0), endedAt: new Date(0), pace, bound, warmupMs: 0, ...times};
	return measure.read(facts).answered[0]?.p99Ms;
}

test('a stall shows in the p99 of an open loop, and hides from a closed one, which asks nobody meanwhile', async () => {
	const open = await p99Of({kind: 'open', rate: 20, arrival: 'constant', mostInFlight: 100, seed: 1});
	expect(open).toBeGreaterThan(900);
	expect(await p99Of({kind: 'closed', concurrency: 1})).toBe(5.003);
});
