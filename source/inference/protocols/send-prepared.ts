import type {Answer, Gateway, GatewayRequest} from '../gateway.ts';
import {isSuccess} from '../infer.ts';
import {listenTo, type PreparedInput} from './exchange.ts';
import type {StreamReading} from './stream-reader.ts';

/** An answer, and what it came to where its status is good. */
export interface ReadAnswer extends Answer {
	readonly reading?: StreamReading | undefined;
}

/** Sends a request of an input once, and reads what is answered. `request` must have the input's body and headers. */
export async function sendPrepared(
	gateway: Gateway,
	request: GatewayRequest,
	input: Pick<PreparedInput, 'protocol' | 'isStreamed'>,
): Promise<ReadAnswer> {
	const {onChunk, read} = listenTo(input);
	const answer = await gateway.send({...request, ...(onChunk && {onChunk})});
	if (!isSuccess(answer)) return answer;
	const reading = read(answer);
	return {...answer, reading, ...(reading.failure !== undefined && {failure: reading.failure})};
}
