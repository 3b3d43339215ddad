import type {Dispatcher} from 'undici';
import type {BoundedBytes} from '../objects/bounded.ts';

interface Head {
	readonly status: number;
	/** Names in lower case; what came several times is joined by commas. */
	readonly flat: Readonly<Record<string, string>>;
}

/** Reads one answer as it comes. */
export class AnswerReading implements Dispatcher.DispatchHandler {
	readonly #bytes: BoundedBytes;
	readonly #onChunk: ((bytes: Buffer) => void) | undefined;
	readonly #ended = Promise.withResolvers<Head & {readonly bytes: Buffer}>();
	#controller: Dispatcher.DispatchController | undefined;
	#hasBegun = false;
	#head: Head | undefined;
	#failure: {readonly reason: unknown} | undefined;

	constructor(bytes: BoundedBytes, onChunk: ((bytes: Buffer) => void) | undefined) {
		this.#bytes = bytes;
		this.#onChunk = onChunk;
	}

	/** The whole answer. Rejects with what became of the connection, or of `fail`. */
	get ended(): Promise<Head & {readonly bytes: Buffer}> {
		return this.#ended.promise;
	}

	/** Whether `fail` ended it. */
	get hasFailed(): boolean {
		return this.#failure !== undefined;
	}

	/** Whether an answer began whose head was not taken. */
	get isRefused(): boolean {
		return this.#hasBegun && this.#head === undefined;
	}

	/** Gives up, also before there is a connection. */
	fail(reason: unknown): void {
		this.#failure ??= {reason};
		this.#ended.reject(reason);
		this.#controller?.abort(reason instanceof Error ? reason : new Error('given up', {cause: reason}));
	}

	onRequestStart(controller: Dispatcher.DispatchController): void {
		this.#controller = controller;
		if (this.#failure) this.fail(this.#failure.reason);
	}

	onResponseStarted(): void {
		this.#hasBegun = true;
	}

	onResponseStart(
		_controller: Dispatcher.DispatchController,
		status: number,
		headers: Readonly<Record<string, string | string[] | undefined>>,
	): void {
		this.#head = {status, flat: flatten(headers)};
	}

	onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
		try {
			this.#bytes.add(chunk);
			this.#onChunk?.(chunk);
		} catch (error) {
			this.fail(error);
		}
	}

	onResponseEnd(): void {
		if (this.#head) this.#ended.resolve({...this.#head, bytes: this.#bytes.take()});
	}

	onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
		this.#ended.reject(error);
	}
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Head['flat'] {
	const flat: Record<string, string> = {};
	for (const [name, value = ''] of Object.entries(headers))
		flat[name] = typeof value === 'string' ? value : value.join(', ');
	return flat;
}
