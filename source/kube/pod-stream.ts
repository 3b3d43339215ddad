import {Duplex} from 'node:stream';
import type {WebSocket} from 'ws';
import {ConnectionError} from '../objects/cluster.ts';

const bytesFromPod = 0;
const errorFromPod = 1;
const portNumberBytes = 2;

/** Longer ones are cut in the error's message. */
const mostErrorCharacters = 1000;

/** The kubelet's protocol for a port of a pod, as a WebSocket names it. */
export const podProtocol = 'v4.channel.k8s.io';

/**
 * A port of a pod as a stream, over a WebSocket of `podProtocol`: each message begins with the number of a channel, and each
 * channel with two bytes of port number. The protocol cannot close one direction alone, so the end of our side closes both; HTTP
 * clients end theirs after the answer. Nothing may be written before the WebSocket is open.
 */
export class PodStream extends Duplex {
	readonly #title: string;
	readonly #socket: WebSocket;
	readonly #toSkip = [portNumberBytes, portNumberBytes];

	/** `title` names the pod in errors. */
	constructor(title: string, socket: WebSocket) {
		super();
		this.#title = title;
		this.#socket = socket;
		// It may break at any time, also while nobody listens.
		this.on('error', () => undefined);
		socket.on('message', (message, isBinary) => isBinary && this.#receive(message as Buffer));
		socket.on('close', () => this.push(null));
		socket.on('error', cause =>
			this.destroy(new ConnectionError(`the connection to ${title} broke: ${cause.message}`, {cause})),
		);
	}

	/** Passes over what the protocol does not know: the kubelet sends none of it. */
	#receive(message: Buffer): void {
		const channel = message[0];
		if (channel !== bytesFromPod && channel !== errorFromPod) return;
		const content = message.subarray(1);
		const skipped = Math.min(content.length, this.#toSkip[channel] ?? 0);
		this.#toSkip[channel] = (this.#toSkip[channel] ?? 0) - skipped;
		const bytes = content.subarray(skipped);
		if (bytes.length === 0) return;
		if (channel === bytesFromPod) {
			if (!this.push(bytes)) this.#socket.pause();
			return;
		}

		const words = bytes.toString('utf8').trim();
		const shown = words.length > mostErrorCharacters ? `${words.slice(0, mostErrorCharacters)}…` : words;
		this.destroy(new ConnectionError(`cannot forward to ${this.#title}: ${shown}`));
	}

	override _read(): void {
		this.#socket.resume();
	}

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
		const message = Buffer.allocUnsafe(chunk.length + 1);
		message[0] = bytesFromPod;
		chunk.copy(message, 1);
		this.#socket.send(message, done);
	}

	/** What is written at once, as head and body of a request, is one message. */
	override _writev(chunks: readonly {readonly chunk: Buffer}[], done: (error?: Error | null) => void): void {
		this.#socket.send(Buffer.concat([Buffer.of(bytesFromPod), ...chunks.map(({chunk}) => chunk)]), done);
	}

	override _final(done: () => void): void {
		this.#socket.close();
		done();
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#socket.terminate();
		done(error);
	}

	// What node:http asks of a socket; there is nothing to set here.
	setKeepAlive(): this {
		return this;
	}

	setNoDelay(): this {
		return this;
	}

	setTimeout(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}
