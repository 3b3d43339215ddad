import {expect, onTestFinished, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import {followLog, type ReadLog} from '../../source/snapshot/follow-log.ts';
import {eventually} from '../helpers/eventually.ts';

function follow(read: ReadLog) {
	const told: (readonly string[])[] = [];
	const errors: string[] = [];
	const stop = followLog(read, {
		onLines: lines => told.push(lines),
		onError: error => errors.push(error.message),
		wait: async () => new Promise(resolve => setImmediate(resolve)),
	});
	onTestFinished(stop);
	return {told, errors};
}

const ended = async (signal: AbortSignal): Promise<unknown> =>
	new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));

/** A log that cannot be read. */
function refusal(error: Error): AsyncIterable<readonly string[]> {
	const next = async (): Promise<never> => {
		throw error;
	};
	return {[Symbol.asyncIterator]: () => ({next})};
}

test('the last lines come first, then those that are written; a container that starts anew begins anew', async () => {
	const logs = [[['a', 'b'], ['c']], [['x']]];
	const {told} = follow(async function* ({signal}) {
		const log = logs.shift();
		if (log) yield* log;
		else await ended(signal);
	});
	await eventually(() => expect(told.at(-1)).toEqual(['x']));
});

test('no more is kept than anybody reads', async () => {
	let rest = 3000;
	const {told} = follow(async function* ({signal}) {
		while (rest > 0) yield [`line ${3000 - rest--}`];
		await ended(signal);
	});
	await eventually(() => expect(told.at(-1)?.at(-1)).toBe('line 2999'));
	expect(told.at(-1)).toHaveLength(1000);
});

test('of lines as long as they can be fewer are kept: all of them are broken before they are drawn', async () => {
	const {told} = follow(async function* ({signal}) {
		yield Array.from({length: 1000}, () => 'x'.repeat(4096));
		yield ['the last'];
		await ended(signal);
	});
	await eventually(() => expect(told.at(-1)?.at(-1)).toBe('the last'));
	expect(told.at(-1)).toHaveLength(62);
});

test('why there is no log is told once, until there is one; who may not read it is not asked again', async () => {
	let asked = 0;
	const waiting = new ApiError(400, 'BadRequest', 'container "kserve-container" is waiting to start');
	const {errors} = follow(async function* () {
		asked++;
		yield* refusal(asked < 4 ? waiting : new ApiError(403, 'Forbidden', 'pods "x" is forbidden'));
	});
	await eventually(() => expect(errors).toEqual([waiting.message, 'pods "x" is forbidden']));
	expect(asked).toBe(4);
});
