import type {OutputTensor} from '../../analysis/answers/output.ts';
import type {Answer} from '../gateway.ts';
import type {ChoicePart} from './choices.ts';

/** A request's body, read. */
export type Json = Readonly<Record<string, unknown>>;

/** What an answer of a good status came to. */
export interface Reading {
	/** What the model gave; also that of an answer that counts as a failure, as far as it came. */
	readonly outputs: readonly OutputTensor[];
	/** Name and version of the model as it calls itself, `wisdom-1/v2`; empty where it does not. */
	readonly model: string;
	/** Why it counts as a failure although its status is good, as the end of a sentence: `is no V2 answer`. */
	readonly failure?: string;
	/** How many tokens the model made, where it tells. */
	readonly tokens?: number;
}

/** An answer that is JSON. */
export interface JsonAnswer extends Pick<Answer, 'body' | 'binary'> {
	/** What `body` says. */
	readonly json: unknown;
}

/** What one event of a streamed answer brings. */
export interface StreamPart {
	readonly choices: readonly ChoicePart[];
	/** Whether the model made something, be it no text of the answer (reasoning, a call of a tool). */
	readonly isContent: boolean;
	readonly model: string;
	readonly tokens?: number;
	readonly failure?: string;
}

/** How a protocol's requests and answers look; one adapter a file. */
export interface Protocol {
	/** As it is called in messages: `V2`, `OpenAI chat`. */
	readonly name: string;
	/** Whether a request is one of this protocol. */
	recognises(request: Json): boolean;
	/** Where a model's server is asked for it. */
	path(model: string): string;
	/** Whether a path, which may be the user's own, is one where answers of this protocol are to be expected. */
	serves(path: string): boolean;
	/** Reads an answer in JSON whose status is good, streams apart. Throws a RangeError where it is nested more deeply than the stack is. */
	read(answer: JsonAnswer): Reading;
	/** Of a protocol whose requests name the model in their body (`model`) and may ask for a stream of events (`stream`). */
	readonly readEvent?: (event: unknown) => StreamPart;
}

/** A reading of what is no answer of the protocol. */
export function unread(failure: string): Reading {
	return {outputs: [], model: '', failure};
}
