import {NoAnswer} from './connection-error.ts';

/**
 * What a promise resolves to, for libraries that tell of no time-out and no signal while they wait for a connection, as behind a
 * proxy that is silent. Rejects with NoAnswer after `ms` milliseconds, and with the signal's reason when that aborts.
 */
export async function inTime<T>(promise: Promise<T>, ms: number, signal: AbortSignal | undefined): Promise<T> {
	const {promise: never, reject} = Promise.withResolvers<never>();
	const abort = () => reject(signal?.reason);
	const timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms / 1000} s`)), ms);
	signal?.addEventListener('abort', abort, {once: true});
	try {
		return await Promise.race([promise, never]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
}
