/** More than an event of a model has; keeps a line that never ends from filling the memory. */
const mostEventLength = 2 ** 20;

/** An event is too long to be one. */
export class EventTooLong extends Error {
	constructor() {
		super(`has an event longer than ${mostEventLength / 2 ** 20} MiB`);
		this.name = 'EventTooLong';
	}
}

/**
 * Reads server-sent events from bytes that come in pieces of whatever size (WHATWG HTML, "9.2.6 Interpreting an event stream"): the
 * data of each. Names, ids and comments are passed over. Throws EventTooLong.
 */
export class EventStream {
	readonly #decoder = new TextDecoder();
	/** The beginning of a line whose end has not come, in pieces. */
	#begun: string[] = [];
	#begunLength = 0;
	#data: string[] = [];
	#dataLength = 0;
	#isAfterReturn = false;

	/** The events that end in these bytes. */
	add(bytes: Uint8Array): readonly string[] {
		return this.#read(this.#decoder.decode(bytes, {stream: true}));
	}

	/** The last event, where nothing ended it. */
	end(): readonly string[] {
		return this.#read(`${this.#decoder.decode()}\n\n`);
	}

	#read(text: string): readonly string[] {
		const events: string[] = [];
		// A return and a feed are one end of a line, also when a piece ends between them.
		let start = this.#isAfterReturn && text.startsWith('\n') ? 1 : 0;
		if (text !== '') this.#isAfterReturn = text.endsWith('\r');
		for (const {0: sign, index} of text.matchAll(/\r\n?|\n/g)) {
			if (index < start) continue;
			this.#begun.push(text.slice(start, index));
			const line = this.#begun.join('');
			this.#begun = [];
			this.#begunLength = 0;
			start = index + sign.length;
			const event = this.#endLine(line);
			if (event !== undefined) events.push(event);
		}

		this.#begun.push(text.slice(start));
		this.#begunLength += text.length - start;
		if (this.#begunLength > mostEventLength) throw new EventTooLong();
		return events;
	}

	/** The event that an empty line ends. */
	#endLine(line: string): string | undefined {
		if (line === '') {
			const event = this.#data.length > 0 ? this.#data.join('\n') : undefined;
			this.#data = [];
			this.#dataLength = 0;
			return event;
		}

		const data = /^data(?::\x20?(.*))?$/s.exec(line);
		if (!data) return undefined;
		this.#data.push(data[1] ?? '');
		this.#dataLength += line.length;
		if (this.#dataLength > mostEventLength) throw new EventTooLong();
		return undefined;
	}
}
