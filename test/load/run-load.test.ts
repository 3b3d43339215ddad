import {expect, test} from 'vitest';
import type {OpenLoop} from '../../source/load/pace.ts';
import {runLoad, type LoadRun, type Unit} from '../../source/load/run-load.ts';
import {FakeClock} from './fake-clock.ts';

const tenPerSecond: OpenLoop = {kind: 'open', rate: 10, arrival: 'constant', mostInFlight: 100, seed: 1};

/** A load whose units take as long as `takes` says, by a clock that goes on by hand. */
function startLoad(takes: (index: number) => number, run: Pick<LoadRun<number>, 'pace' | 'bound' | 'warmupMs'>) {
	const clock = new FakeClock();
	const units: Unit<number>[] = [];
	const dropped: (readonly [number, number])[] = [];
	const abortion = new AbortController();
	let underWay = 0;
	let most = 0;
	const ended = runLoad({
		...run,
		clock,
		signal: abortion.signal,
		async send(index) {
			most = Math.max(most, ++underWay);
			await clock.sleep(takes(index));
			underWay--;
			return index * 10;
		},
		onResult: unit => void units.push(unit),
		onDropped: (index, intendedMs) => void dropped.push([index, intendedMs]),
	});
	const times = () => units.map(({index, intendedMs, startMs, endMs}) => [index, intendedMs, startMs, endMs]);
	return {clock, units, dropped, abortion, ended, times, mostUnderWay: () => most};
}

test('a closed loop has so many under way, and asks the next when one ends', async () => {
	const {clock, ended, times, units, mostUnderWay} = startLoad(index => (index === 1 ? 30 : 10), {
		pace: {kind: 'closed', concurrency: 2},
		bound: {requests: 5},
	});
	await clock.goTo(1000);
	expect(await ended).toEqual({elapsedMs: 40, isInterrupted: false});
	expect(times()).toEqual([
		[0, 0, 0, 10],
		[2, 10, 10, 20],
		[1, 0, 0, 30],
		[3, 20, 20, 30],
		[4, 30, 30, 40],
	]);
	expect(units.map(({result}) => result)).toEqual([0, 20, 10, 30, 40]);
	expect(mostUnderWay()).toBe(2);
	expect(clock.isClosed).toBe(true);
});

test('an open loop asks when it is due however slow the answers are', async () => {
	const {clock, ended, times} = startLoad(() => 250, {pace: tenPerSecond, bound: {durationMs: 400}});
	await clock.goTo(1000);
	expect(await ended).toEqual({elapsedMs: 550, isInterrupted: false});
	expect(times()).toEqual([
		[0, 0, 0, 250],
		[1, 100, 100, 350],
		[2, 200, 200, 450],
		[3, 300, 300, 550],
	]);
});

test('over the most that may be under way, a request that is due is dropped, and told', async () => {
	const {clock, ended, times, dropped} = startLoad(() => 250, {
		pace: {...tenPerSecond, mostInFlight: 2},
		bound: {requests: 6},
	});
	await clock.goTo(1000);
	await ended;
	expect(times().map(([index]) => index)).toEqual([0, 1, 3, 4]);
	expect(dropped).toEqual([
		[2, 200],
		[5, 500],
	]);
});

test('what is late counts from when it was due', async () => {
	const {clock, ended, times} = startLoad(() => 5, {pace: tenPerSecond, bound: {requests: 3}});
	// The process did not run for a while.
	clock.freeze(130);
	await clock.goTo(1000);
	await ended;
	expect(times()).toEqual([
		[0, 0, 0, 130],
		[1, 100, 130, 135],
		[2, 200, 200, 205],
	]);
});

test('the warm-up goes before at the same pace, and is not told', async () => {
	for (const [pace, indexes] of [
		[tenPerSecond, [0, 1, 2]],
		[{kind: 'closed', concurrency: 1} as const, [0, 1, 2]],
	] as const) {
		const {clock, ended, times} = startLoad(() => 100, {pace, bound: {requests: 3}, warmupMs: 500});
		await clock.goTo(5000);
		expect(await ended).toEqual({elapsedMs: 300, isInterrupted: false});
		expect(times()).toEqual(indexes.map(index => [index, index * 100, index * 100, index * 100 + 100]));
	}
});

test('an interruption ends the load without what was under way', async () => {
	const {clock, abortion, ended, times} = startLoad(() => 250, {pace: tenPerSecond, bound: {requests: 100}});
	await clock.goTo(360);
	abortion.abort();
	await clock.goTo(1000);
	expect(await ended).toMatchObject({isInterrupted: true});
	expect(times()).toEqual([
		[0, 0, 0, 250],
		[1, 100, 100, 350],
	]);
});

test('what the work rejects with ends the load', async () => {
	for (const pace of [tenPerSecond, {kind: 'closed', concurrency: 2} as const]) {
		const clock = new FakeClock();
		const failure = new Error('no such input');
		const ended = runLoad({
			pace,
			bound: {requests: 100},
			clock,
			signal: new AbortController().signal,
			send: async index => (index === 3 ? Promise.reject(failure) : clock.sleep(10)),
			onResult: () => undefined,
		});
		const checked = expect(ended).rejects.toBe(failure);
		await clock.goTo(1000);
		await checked;
	}
});

test('the clock of an open loop wakes after each moment, and between does not count', async () => {
	const starts: number[] = [];
	const {elapsedMs} = await runLoad({
		pace: {...tenPerSecond, rate: 500},
		bound: {requests: 50},
		signal: new AbortController().signal,
		send: async () => undefined,
		onResult: ({intendedMs, startMs}) => void starts.push(startMs - intendedMs),
	});
	expect(starts.length).toBe(50);
	expect(Math.min(...starts)).toBeGreaterThanOrEqual(0);
	expect(elapsedMs).toBeGreaterThanOrEqual(98);
});
