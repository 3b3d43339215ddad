import type {Answer, Gateway, GatewayRequest} from './gateway.ts';

/** What came of a request: an answer of any status, or an Error when there was none. */
export type Outcome = Answer | Error;

interface LoadOptions {
	readonly gateway: Gateway;
	readonly request: GatewayRequest;
	readonly requests: number;
	/** How many requests are under way at a time. */
	readonly concurrency: number;
	readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * Sends a request many times and tells each outcome as it comes. When the request's signal is aborted it ends early, without
 * the outcomes of what was under way. Rejects only with what `onOutcome` throws.
 */
export async function sendMany({gateway, request, requests, concurrency, onOutcome}: LoadOptions): Promise<void> {
	let left = requests;
	const sendInTurn = async (): Promise<void> => {
		while (left > 0 && !request.signal.aborted) {
			left--;
			const outcome = await outcomeOf(gateway, request);
			if (!request.signal.aborted) onOutcome(outcome);
		}
	};
	await Promise.all(Array.from({length: Math.min(concurrency, requests)}, sendInTurn));
}

async function outcomeOf(gateway: Gateway, request: GatewayRequest): Promise<Outcome> {
	try {
		return await gateway.send(request);
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error), {cause: error});
	}
}
