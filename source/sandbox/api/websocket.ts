import {createHash} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import type {Duplex} from 'node:stream';

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = {continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10};

/** What a message may have at most; a client that sends more is cut off. */
const longestMessage = 16 * 2 ** 20;

/** The server's side of a WebSocket (RFC 6455), binary messages only: no extensions, no text. */
export class WebSocketServerSide {
	readonly #socket: Duplex;
	readonly #receive: (message: Buffer) => void;
	#bytes = Buffer.alloc(0);
	#begun: Buffer[] = [];
	#isClosing = false;

	/** Calls back with each message; the socket's `close` event tells the end. */
	constructor(socket: Duplex, receive: (message: Buffer) => void) {
		this.#socket = socket;
		this.#receive = receive;
		socket.on('data', (chunk: Buffer) => this.#take(chunk));
	}

	/** False while the client does not keep up. */
	send(message: Buffer): boolean {
		return this.#isClosing || this.#socket.write(frame(opcodes.binary, message));
	}

	/** Closes with a status code; what was sent before arrives. */
	close(code = 1000): void {
		if (this.#isClosing) return;
		this.#isClosing = true;
		const reason = Buffer.alloc(2);
		reason.writeUInt16BE(code);
		this.#socket.end(frame(opcodes.close, reason));
	}

	#take(chunk: Buffer): void {
		this.#bytes = Buffer.concat([this.#bytes, chunk]);
		for (let next = parse(this.#bytes); next; next = parse(this.#bytes)) {
			this.#bytes = this.#bytes.subarray(next.length);
			this.#handle(next);
		}

		if (this.#bytes.length > longestMessage) this.close(1009);
	}

	#handle({opcode, isFinal, isMasked, payload}: Frame): void {
		if (this.#isClosing) return;
		if (!isMasked) this.close(1002);
		else if (opcode === opcodes.close) this.close(payload.length >= 2 ? payload.readUInt16BE() : 1000);
		else if (opcode === opcodes.ping) this.#socket.write(frame(opcodes.pong, payload));
		else if (opcode === opcodes.text) this.close(1003);
		else if (opcode === opcodes.binary || opcode === opcodes.continuation) {
			this.#begun.push(payload);
			if (!isFinal) return;
			const message = Buffer.concat(this.#begun);
			this.#begun = [];
			this.#receive(message);
		}
	}
}

/** The answer to a client's handshake, with one of the subprotocols that it offers. */
export function handshake({headers}: IncomingMessage, protocol: string): string {
	const key = headers['sec-websocket-key'] ?? '';
	const accept = createHash('sha1')
		.update(key + guid)
		.digest('base64');
	return [
		'HTTP/1.1 101 Switching Protocols',
		'Upgrade: websocket',
		'Connection: Upgrade',
		`Sec-WebSocket-Accept: ${accept}`,
		`Sec-WebSocket-Protocol: ${protocol}`,
		'\r\n',
	].join('\r\n');
}

interface Frame {
	readonly opcode: number;
	readonly isFinal: boolean;
	readonly isMasked: boolean;
	readonly payload: Buffer;
	/** Bytes that the frame takes. */
	readonly length: number;
}

/** The first frame of some bytes, undefined while it is not whole. */
function parse(bytes: Buffer): Frame | undefined {
	if (bytes.length < 2) return undefined;
	const [first = 0, second = 0] = bytes;
	const isMasked = second >= 128;
	const short = second & 127;
	const sizeBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
	const start = 2 + sizeBytes + (isMasked ? 4 : 0);
	if (bytes.length < start) return undefined;
	const size = sizeBytes === 0 ? short : sizeBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
	if (bytes.length < start + size) return undefined;
	const payload = Buffer.from(bytes.subarray(start, start + size));
	if (isMasked) {
		const mask = bytes.subarray(start - 4, start);
		for (let index = 0; index < size; index++) payload[index] = (payload[index] ?? 0) ^ (mask[index & 3] ?? 0);
	}

	return {opcode: first & 15, isFinal: first >= 128, isMasked, payload, length: start + size};
}

function frame(opcode: number, payload: Buffer): Buffer {
	const size = payload.length;
	const header = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
	header[0] = 128 | opcode;
	if (size < 126) header[1] = size;
	else if (size < 65_536) {
		header[1] = 126;
		header.writeUInt16BE(size, 2);
	} else {
		header[1] = 127;
		header.writeBigUInt64BE(BigInt(size), 2);
	}

	return Buffer.concat([header, payload]);
}
