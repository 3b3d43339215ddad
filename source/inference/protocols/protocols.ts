import {openaiChat, openaiCompletions} from './openai.ts';
import type {Json, Protocol} from './protocol.ts';
import {v1} from './v1.ts';
import {v2} from './v2.ts';

const protocols: readonly Protocol[] = [v2, v1, openaiChat, openaiCompletions];

/** The protocol of a request, by its body; undefined for none that is known. */
export function protocolOf(request: Json): Protocol | undefined {
	return protocols.find(protocol => protocol.recognises(request));
}
