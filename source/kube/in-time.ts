import {noAnswerWithin} from './connection-error.ts';

/** What a promise resolves to, unless a signal aborts first, or has already: then rejects with its reason. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	const {promise: never, reject} = Promise.withResolvers<never>();
	const abort = () => reject(signal.reason);
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort, {once: true});
	try {
		return await Promise.race([never, promise]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

/**
 * Does something that ends with its signal: that of the caller, which also aborts after `ms` milliseconds, with `late` as its
 * reason. Undefined or 0 is no limit.
 */
export async function limited<T>(
	ms: number | undefined,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal | undefined) => Promise<T>,
	late: (ms: number) => Error,
): Promise<T> {
	if (!ms) return work(signal);
	const limit = new AbortController();
	const timer = setTimeout(() => limit.abort(late(ms)), ms);
	try {
		return await work(signal ? AbortSignal.any([signal, limit.signal]) : limit.signal);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * What a promise resolves to, for libraries that tell of no time-out and no signal while they wait for a connection, as behind a
 * proxy that is silent: rejects with NoAnswer after `ms` milliseconds.
 */
export async function inTime<T>(promise: Promise<T>, ms: number, signal: AbortSignal | undefined): Promise<T> {
	return limited(ms, signal, async either => (either ? orAborted(promise, either) : promise), noAnswerWithin);
}
