/** Resolves after `ms` milliseconds, or at once when the signal aborts: the caller looks at its signal to tell which. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

export const wait: Wait = (ms, signal) =>
	new Promise(resolve => {
		if (signal?.aborted) return resolve();
		const finish = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', finish);
			resolve();
		};

		const timer = setTimeout(finish, ms);
		signal?.addEventListener('abort', finish, {once: true});
	});

const firstDelay = 250;
const longestDelay = 30_000;

/**
 * Milliseconds to wait after the given number of failures in a row (1 and up): doubles from 250 ms to the longest, then spread by
 * ±50 %, so that clients that one API server restart cut off do not come back all at once.
 */
export function backoff(failures: number, random: () => number = Math.random, longestMs = longestDelay): number {
	return Math.min(longestMs, firstDelay * 2 ** Math.min(failures - 1, 16)) * (0.5 + random());
}
