import type {Cluster} from '../objects/cluster.ts';
import {backoff, type Wait} from './wait.ts';

/** The longest pause, before its spread, while a server is away: a try then costs nobody anything, and is what finds it back. */
const longestPauseMs = 1000;

/**
 * Waits for the next try after a server was found away: a moment, so that no two wake each other for ever, and then no longer than
 * until anybody gets through to it.
 */
export async function pauseInOutage(
	{nextAnswer}: Pick<Cluster, 'nextAnswer'>,
	failures: number,
	signal: AbortSignal,
	wait: Wait,
): Promise<void> {
	const moment = backoff(1);
	await wait(moment, signal);
	const ending = new AbortController();
	const either = AbortSignal.any([signal, ending.signal]);
	const rest = wait(Math.max(0, backoff(failures, Math.random, longestPauseMs) - moment), either);
	await (nextAnswer ? Promise.race([rest, nextAnswer(either)]) : rest);
	ending.abort();
}

/** Tells those who lost a server that it answers again, whoever it was that got through. */
export class Comeback {
	readonly #waiting = new Set<() => void>();

	/** Resolves when the next answer comes, or when the signal aborts. */
	next(signal: AbortSignal): Promise<void> {
		return new Promise(resolve => {
			if (signal.aborted) return resolve();
			const finish = () => {
				this.#waiting.delete(finish);
				signal.removeEventListener('abort', finish);
				resolve();
			};

			this.#waiting.add(finish);
			signal.addEventListener('abort', finish, {once: true});
		});
	}

	/** An answer came. */
	noteAnswer(): void {
		for (const finish of this.#waiting) finish();
	}
}
