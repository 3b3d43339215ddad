import {Duplex} from 'node:stream';
import type WebSocket from 'isomorphic-ws';
import {ConnectionError} from '../objects/cluster.ts';

const bytesFromPod = 0;
const errorFromPod = 1;
const portNumberBytes = 2;

/**
 * A port of a pod as a stream, over the `v4.channel.k8s.io` protocol of the kubelet: each WebSocket message begins with the
 * number of a channel, and each channel with two bytes of port number. The protocol cannot close one direction alone, so the
 * end of our side closes both; HTTP clients end theirs after the answer.
 */
export class PodStream extends Duplex {
	readonly #title: string;
	readonly #toSkip = [portNumberBytes, portNumberBytes];
	#socket: WebSocket.WebSocket | undefined;

	/** `title` names the pod in errors. */
	constructor(title: string) {
		super();
		this.#title = title;
	}

	/** Takes the WebSocket, open by now; nothing may be written before. */
	attach(socket: WebSocket.WebSocket): void {
		this.#socket = socket;
		socket.on('close', () => this.push(null));
		socket.on('error', cause =>
			this.destroy(new ConnectionError(`the connection to ${this.#title} broke: ${cause.message}`, {cause})),
		);
		if (this.destroyed) socket.terminate();
	}

	/** Takes a message of the WebSocket. The first may come before `attach`. */
	receive(channel: number, message: Buffer): boolean {
		const skipped = Math.min(message.length, this.#toSkip[channel] ?? 0);
		this.#toSkip[channel] = (this.#toSkip[channel] ?? 0) - skipped;
		const bytes = message.subarray(skipped);
		if (bytes.length === 0) return true;
		if (channel === errorFromPod) {
			this.destroy(new ConnectionError(`cannot forward to ${this.#title}: ${bytes.toString('utf8').trim()}`));
		} else if (channel === bytesFromPod && !this.push(bytes)) {
			this.#socket?.pause();
		}

		return true;
	}

	override _read(): void {
		this.#socket?.resume();
	}

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
		const message = Buffer.allocUnsafe(chunk.length + 1);
		message[0] = bytesFromPod;
		chunk.copy(message, 1);
		this.#socket?.send(message, done);
	}

	override _final(done: () => void): void {
		this.#socket?.close();
		done();
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#socket?.terminate();
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
