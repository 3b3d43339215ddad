import {once} from 'node:events';
import {Worker} from 'node:worker_threads';
import type {Clock} from './clock.ts';

/**
 * Sleeps until a moment of the machine's monotonic clock and says so, again and again. A timer of Node is late by up to a
 * millisecond and more, as its event loop sleeps in whole ones; a thread that waits for nobody sleeps as the kernel does.
 * `shared`: whether there is a newer moment, and the moment in milliseconds.
 */
const sleeper = `
const {parentPort, workerData: {changes, moment}} = require('node:worker_threads');
const now = () => Number(process.hrtime.bigint()) / 1e6;
let seen = 0;
for (;;) {
	Atomics.wait(changes, 0, seen);
	seen = Atomics.load(changes, 0);
	if (seen < 0) break;
	while (Atomics.load(changes, 0) === seen) {
		const left = moment[0] - now();
		if (left <= 0) {
			parentPort.postMessage(seen);
			break;
		}
		Atomics.wait(changes, 0, seen, left);
	}
}`;

/** A clock that wakes within some hundredths of a millisecond, and between sleeps. */
export async function openPreciseClock(): Promise<Clock> {
	const changes = new Int32Array(new SharedArrayBuffer(4));
	const moment = new Float64Array(new SharedArrayBuffer(8));
	const worker = new Worker(sleeper, {eval: true, workerData: {changes, moment}});
	await once(worker, 'online');
	let wakeUp: (() => void) | undefined;
	let change = 0;
	worker.on('message', (woken: number) => {
		if (woken === change) wakeUp?.();
	});
	const tell = (value: number): void => {
		Atomics.store(changes, 0, value);
		Atomics.notify(changes, 0);
	};
	return {
		now,
		wakeAt(at, wake) {
			wakeUp = wake;
			moment[0] = at;
			tell(++change);
		},
		close: () => tell(-1),
	};
}

/** A clock for who only looks at it; it wakes as timers do, up to some milliseconds late. */
export const plainClock: Clock = {
	now: () => performance.now(),
	wakeAt: (moment, wake) => void setTimeout(wake, Math.ceil(Math.max(moment - performance.now(), 0))),
	close: () => undefined,
};

function now(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}
