import {readJson} from '../v2.ts';
import {Choices} from './choices.ts';
import {EventStream} from './event-stream.ts';
import type {Protocol, Reading} from './protocol.ts';
import {TokenClock, type TokenTimes} from './token-times.ts';

/** What a streamed answer came to. */
export interface StreamReading extends Reading {
	readonly times?: TokenTimes;
}

/** The data of the event that ends a stream of OpenAI's protocols. */
const done = '[DONE]';

/**
 * Reads one streamed answer as it comes. How long it may be altogether is up to who gives it the pieces; after the first failure
 * nothing more of it is read.
 */
export class StreamReader {
	readonly #readEvent: NonNullable<Protocol['readEvent']>;
	readonly #events = new EventStream();
	readonly #clock = new TokenClock();
	readonly #choices = new Choices();
	#model = '';
	#tokens: number | undefined;
	#failure: string | undefined;
	#isDone = false;

	constructor(readEvent: NonNullable<Protocol['readEvent']>) {
		this.#readEvent = readEvent;
	}

	/** Takes a piece of the answer's body, which came so many milliseconds after the request. */
	add(bytes: Uint8Array, atMs: number): void {
		this.#take(() => this.#events.add(bytes), atMs);
	}

	/** What it came to; `atMs` as for `add`. */
	end(atMs: number): StreamReading {
		this.#take(() => this.#events.end(), atMs);
		const times = this.#clock.times(this.#tokens);
		const failure = this.#failure ?? (this.#isDone ? undefined : `was cut off: its stream has no end (${done})`);
		return {
			outputs: this.#choices.outputs(),
			model: this.#model,
			...(this.#tokens !== undefined && {tokens: this.#tokens}),
			...(times && {times}),
			...(failure !== undefined && {failure}),
		};
	}

	#take(read: () => readonly string[], atMs: number): void {
		if (this.#failure !== undefined || this.#isDone) return;
		try {
			for (const data of read()) this.#takeEvent(data, atMs);
		} catch (error) {
			this.#failure = (error as Error).message;
		}
	}

	#takeEvent(data: string, atMs: number): void {
		if (this.#failure !== undefined || this.#isDone) return;
		// Some servers keep a connection alive by events without content.
		if (data.trim() === '') return;
		if (data.trim() === done) {
			this.#isDone = true;
			return;
		}

		const event = readJson(data);
		if ('fault' in event) {
			this.#failure = `has an event that is not JSON: ${event.fault}`;
			return;
		}

		const {choices, isContent, model, tokens, failure} = this.#readEvent(event.value);
		this.#failure = failure;
		if (isContent) this.#clock.note(atMs);
		this.#choices.add(choices);
		this.#model ||= model;
		this.#tokens = tokens ?? this.#tokens;
	}
}
