import type {ReadAnswer} from './protocols/send-prepared.ts';

/** What came of a request: an answer of any status, or an Error when there was none. */
export type Outcome = ReadAnswer | Error;

interface LoadOptions {
	/** Sends one request. */
	readonly send: () => Promise<ReadAnswer>;
	readonly signal: AbortSignal;
	readonly requests: number;
	/** How many requests are under way at a time. */
	readonly concurrency: number;
	readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * Sends requests many times and tells each outcome as it comes. When the signal is aborted it ends early, without
 * the outcomes of what was under way. Rejects only with what `onOutcome` throws.
 */
export async function sendMany({send, signal, requests, concurrency, onOutcome}: LoadOptions): Promise<void> {
	let left = requests;
	const sendInTurn = async (): Promise<void> => {
		while (left > 0 && !signal.aborted) {
			left--;
			const outcome = await outcomeOf(send);
			if (!signal.aborted) onOutcome(outcome);
		}
	};
	await Promise.all(Array.from({length: Math.min(concurrency, requests)}, sendInTurn));
}

/** What came of a request; never rejects. */
export async function outcomeOf(send: () => Promise<ReadAnswer>): Promise<Outcome> {
	try {
		return await send();
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error), {cause: error});
	}
}
