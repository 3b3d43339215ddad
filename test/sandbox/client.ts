import {setTimeout as delay} from 'node:timers/promises';
import {infer, type Inference} from './infer.ts';

/** A client that asks the app wisdom all the time. */
interface Client {
	/** Resolves to all answers, and rejects when there was another than 200. */
	stop(): Promise<readonly Inference[]>;
}

/** Starts a client, which asks again some milliseconds after each answer. */
export function startClient(gatewayUrl: string, row: readonly number[]): Client {
	const ending = new AbortController();
	const asking = (async () => {
		const answers: Inference[] = [];
		while (!ending.signal.aborted) {
			answers.push(await infer(gatewayUrl, row));
			await delay(10);
		}

		return answers;
	})();
	asking.catch(() => undefined);
	return {
		async stop() {
			ending.abort();
			return asking;
		},
	};
}
