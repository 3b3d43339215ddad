import {orAborted} from './in-time.ts';

/**
 * Something that takes long and is done once for all who wait for it meanwhile. Who aborts waits no longer: he gets the reason of
 * his signal; when nobody waits any more, the signal that `start` was given aborts.
 */
export function sharedCall<T>(start: (signal: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
	let current: Call<T> | undefined;

	function begin(): Call<T> {
		const controller = new AbortController();
		const call: Call<T> = {controller, waiting: 0, result: start(controller.signal)};
		const forget = () => {
			if (current === call) current = undefined;
		};
		call.result.then(forget, forget);
		return call;
	}

	return async signal => {
		signal?.throwIfAborted();
		current ??= begin();
		const call = current;
		call.waiting++;
		try {
			return await (signal ? orAborted(call.result, signal) : call.result);
		} finally {
			call.waiting--;
			if (call.waiting === 0) {
				if (current === call) current = undefined;
				call.controller.abort();
			}
		}
	};
}

interface Call<T> {
	readonly controller: AbortController;
	readonly result: Promise<T>;
	waiting: number;
}
