import {NoAnswer} from './connection-error.ts';

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
 * The same with a time, for libraries that tell of no time-out and no signal while they wait for a connection, as behind a proxy
 * that is silent: rejects with NoAnswer after `ms` milliseconds.
 */
export async function inTime<T>(promise: Promise<T>, ms: number, signal: AbortSignal | undefined): Promise<T> {
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(new NoAnswer(`no answer within ${ms / 1000} s`)), ms);
	try {
		return await orAborted(promise, signal ? AbortSignal.any([signal, late.signal]) : late.signal);
	} finally {
		clearTimeout(timer);
	}
}
