import fc from 'fast-check';
import {expect, onTestFinished, test, vi} from 'vitest';
import {WorkQueue, type WorkQueueOptions} from '../../source/daemon/work-queue.ts';
import {eventually} from '../helpers/eventually.ts';
import {randomCases} from '../helpers/random-cases.ts';

function queueOf(handle: WorkQueueOptions['handle'], options: Partial<WorkQueueOptions> = {}): WorkQueue {
	return new WorkQueue({handle, onError: () => undefined, concurrency: 2, firstRetryMs: 1, ...options});
}

/** Lets everything run that waits for no timer. */
async function settled(): Promise<void> {
	await new Promise(resolve => setImmediate(resolve));
}

test('a key that is added several times before its turn is handled once', async () => {
	const handled: string[] = [];
	const {promise: gate, resolve: open} = Promise.withResolvers<void>();
	const queue = queueOf(
		async key => {
			handled.push(key);
			await gate;
			return {};
		},
		{concurrency: 1},
	);
	for (const key of ['a', 'b', 'b', 'c', 'b']) queue.add(key);
	open();
	await settled();
	expect(handled).toEqual(['a', 'b', 'c']);
	expect(queue.size).toBe(0);
});

test('the queue is idle when no key waits or is being handled', async () => {
	const handled: string[] = [];
	const queue = queueOf(async key => {
		await settled();
		handled.push(key);
		return {};
	});
	await queue.idle();
	for (const key of ['a', 'b', 'c']) queue.add(key);
	await queue.idle();
	expect(handled).toEqual(['a', 'b', 'c']);
});

test('no more keys are handled at once than allowed', async () => {
	let active = 0;
	let most = 0;
	const queue = queueOf(async () => {
		most = Math.max(most, ++active);
		await settled();
		active--;
		return {};
	});
	for (let index = 0; index < 20; index++) queue.add(`key-${index}`);
	await eventually(() => expect(queue.size).toBe(0));
	expect(most).toBe(2);
});

test('a rejection is told, put back with a growing delay, and stops no other key', async () => {
	const told: unknown[] = [];
	const handled: string[] = [];
	const queue = queueOf(
		async key => {
			handled.push(key);
			if (key === 'bad' && handled.filter(one => one === 'bad').length < 4) throw new Error('not yet');
			return {};
		},
		{onError: (key, error, retryMs) => told.push([key, String(error), retryMs]), lastRetryMs: () => 2},
	);
	queue.add('bad');
	queue.add('good');
	await eventually(() => expect(handled.filter(key => key === 'bad')).toHaveLength(4));
	expect(told).toEqual([
		['bad', 'Error: not yet', 1],
		['bad', 'Error: not yet', 2],
		['bad', 'Error: not yet', 2],
	]);
	expect(handled.slice(0, 2)).toEqual(['bad', 'good']);
});

test('a success ends the growth of the delay', async () => {
	const delays: number[] = [];
	const results = [false, false, true, false, true];
	const queue = queueOf(
		async () => {
			if (!results.shift()) throw new Error('not yet');
			return {};
		},
		{onError: (_key, _error, retryMs) => delays.push(retryMs)},
	);
	queue.add('a');
	await eventually(() => expect(results).toHaveLength(2));
	queue.add('a');
	await eventually(() => expect(results).toHaveLength(0));
	expect(delays).toEqual([1, 2, 1]);
});

test('of several delays the shortest counts', () => {
	vi.useFakeTimers();
	try {
		const handle = vi.fn(() => Promise.resolve({}));
		const queue = queueOf(handle);
		queue.addAfter('a', 50);
		queue.addAfter('a', 20);
		queue.addAfter('a', 80);
		vi.advanceTimersByTime(19);
		expect(handle).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(handle).toHaveBeenCalledOnce();
		vi.advanceTimersByTime(100);
		expect(handle).toHaveBeenCalledOnce();
	} finally {
		vi.useRealTimers();
	}
});

test('a delay beyond what a timer can do is no delay of nothing', async () => {
	const warnings: unknown[] = [];
	const onWarning = (warning: Error) => warnings.push(warning.name);
	process.on('warning', onWarning);
	onTestFinished(() => void process.off('warning', onWarning));
	const handle = vi.fn(() => Promise.resolve({}));
	const queue = queueOf(handle);
	queue.addAfter('a', 1e15);
	queue.addAfter('b', 5);
	await eventually(() => expect(handle).toHaveBeenCalledWith('b'));
	await settled();
	await queue.stop();
	expect(warnings).toEqual([]);
	expect(handle).not.toHaveBeenCalledWith('a');
});

test('after stop nothing new begins, and it waits for what is under way', async () => {
	const handled: string[] = [];
	const {promise: gate, resolve: open} = Promise.withResolvers<void>();
	const queue = queueOf(
		async key => {
			handled.push(key);
			await gate;
			return {requeueAfterMs: 0};
		},
		{concurrency: 1},
	);
	queue.add('a');
	queue.add('a');
	queue.add('b');
	queue.addAfter('c', 0);
	let isStopped = false;
	const stopped = queue.stop().then(() => (isStopped = true));
	queue.add('d');
	await settled();
	expect(isStopped).toBe(false);
	open();
	await stopped;
	await settled();
	expect(handled).toEqual(['a']);
	await queue.stop();
});

test('a key never runs twice at a time, and the last add is always handled', async () => {
	const step = fc.oneof(
		fc.record({add: fc.constantFrom('a', 'b', 'c', 'd')}),
		fc.record({finish: fc.nat(3), fails: fc.boolean()}),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, {maxLength: 30}), fc.integer({min: 1, max: 3}), async (steps, concurrency) => {
			const pending = new Map<string, (fails: boolean) => void>();
			const added = new Map<string, number>();
			const seen = new Map<string, number>();
			const failed = new Set<string>();
			const twice: string[] = [];
			const queue = queueOf(
				key => {
					if (pending.has(key)) twice.push(key);
					const state = added.get(key) ?? 0;
					return new Promise((resolve, reject) => {
						pending.set(key, fails => {
							pending.delete(key);
							if (fails) {
								failed.add(key);
								return reject(new Error('not yet'));
							}

							failed.delete(key);
							seen.set(key, state);
							resolve({});
						});
					});
				},
				{concurrency, firstRetryMs: 0, lastRetryMs: () => 0},
			);
			for (const [index, one] of steps.entries()) {
				if ('add' in one) {
					added.set(one.add, index + 1);
					queue.add(one.add);
				} else [...pending.values()][one.finish]?.(one.fails);
				await Promise.resolve();
			}

			for (let round = 0; round < 100 && (queue.size > 0 || failed.size > 0); round++) {
				for (const finish of pending.values()) finish(false);
				await new Promise(resolve => setTimeout(resolve));
			}

			expect(seen).toEqual(added);
			expect(twice).toEqual([]);
			await queue.stop();
		}),
		{numRuns: randomCases(60)},
	);
});
