import {createHash} from 'node:crypto';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

const text = 1;
const binary = 2;

/** What a hostile server may send: a short frame of a WebSocket, whatever its opcode (RFC 6455, 5.2). */
export function frame(opcode: number, ...payload: readonly number[]): Buffer {
	return Buffer.from([0x80 | opcode, payload.length, ...payload]);
}

export const textFrame = (...payload: readonly number[]): Buffer => frame(text, ...payload);
export const binaryFrame = (...payload: readonly number[]): Buffer => frame(binary, ...payload);

/** A server that opens each WebSocket and sends these bytes with its answer, in one piece; gives its URL. */
export async function startHostile(bytes: Buffer): Promise<string> {
	const server = http.createServer();
	server.on('upgrade', ({headers}, socket) => {
		const accept = createHash('sha1')
			.update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
			.digest('base64');
		const head = [
			'HTTP/1.1 101 Switching Protocols',
			'Upgrade: websocket',
			'Connection: Upgrade',
			`Sec-WebSocket-Accept: ${accept}`,
			'Sec-WebSocket-Protocol: v4.channel.k8s.io',
		];
		socket.on('error', () => undefined);
		socket.on('data', () => socket.end()); // the client closes, too
		socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]));
		onTestFinished(() => void socket.destroy());
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
