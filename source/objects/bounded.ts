import type {Readable} from 'node:stream';

/** How much is read of something that comes from outside. */
export interface Bound {
	readonly mostBytes: number;
	/** What is read, for the message: `the answer of Prometheus`. */
	readonly what: string;
	/** What to do about one that is larger. */
	readonly remedy: string;
}

const mebibyte = 2 ** 20;

/** Something that is read holds more than its bound allows; the rest of it was not read. */
export class TooLarge extends Error {
	constructor({mostBytes, what, remedy}: Bound) {
		const size = mostBytes < mebibyte ? `${mostBytes} bytes` : `${mostBytes / mebibyte} MiB`;
		super(`${what} is larger than ${size}: ${remedy}`);
		this.name = 'TooLarge';
	}
}

/** So many pieces are packed into one, since a piece of one byte takes a hundred in memory. */
const mostPieces = 1024;

/** Bytes that come in pieces, of whatever size. */
export class BoundedBytes {
	readonly #bound: Bound;
	#packed: Buffer[] = [];
	#pieces: Buffer[] = [];
	#length = 0;

	constructor(bound: Bound) {
		this.#bound = bound;
	}

	/** Throws TooLarge. The piece is not copied at once, so nobody may write to it. */
	add(piece: Buffer): void {
		this.#length += piece.length;
		if (this.#length > this.#bound.mostBytes) throw new TooLarge(this.#bound);
		this.#pieces.push(piece);
		if (this.#pieces.length < mostPieces) return;
		this.#packed.push(Buffer.concat(this.#pieces));
		this.#pieces = [];
	}

	/** What has come, which is then forgotten. */
	take(): Buffer {
		const pieces = [...this.#packed, ...this.#pieces];
		const [first] = pieces;
		this.#packed = [];
		this.#pieces = [];
		this.#length = 0;
		return first && pieces.length === 1 ? first : Buffer.concat(pieces);
	}
}

/**
 * A stream to its end. Rejects with TooLarge as soon as it has brought too much, and with the stream's own error; the stream is
 * destroyed then.
 */
export async function boundedBytes(stream: Readable, bound: Bound): Promise<Buffer> {
	const bytes = new BoundedBytes(bound);
	// Events rather than an iteration: that would take a tenth of the time of a whole request.
	const {promise: ended, resolve, reject} = Promise.withResolvers<void>();
	stream
		.on('data', (chunk: Buffer | string) => {
			try {
				bytes.add(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
			} catch (error) {
				reject(error);
				stream.destroy();
			}
		})
		.once('end', resolve)
		.once('error', reject)
		.once('close', () => reject(stream.errored ?? new Error('it was closed before its end')));
	await ended;
	return bytes.take();
}

/** As `boundedBytes`, in UTF-8. */
export async function boundedText(stream: Readable, bound: Bound): Promise<string> {
	return (await boundedBytes(stream, bound)).toString('utf8');
}
