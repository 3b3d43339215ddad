import net from 'node:net';
import type {UserInfo} from '../objects/user-info.ts';
import {NotReached} from './connection-error.ts';
import {readUntil, type TunnelEnd} from './proxy-socket.ts';

const version = 5;
const noAuthentication = 0;
const byPassword = 2;
const connectCommand = 1;
const addressTypes = {v4: 1, name: 3, v6: 4};

const notAllowed = 2;

/** What a proxy says when it does not connect us (RFC 1928, 6). */
const refusals: Readonly<Record<number, string>> = {
	[notAllowed]: 'its rules do not allow that',
	3: 'network is unreachable',
	4: 'no such host, or it is unreachable',
	5: 'connection refused',
	6: 'it took too long',
};

/** Asks a SOCKS 5 proxy (RFC 1928, RFC 1929) for a connection. Names are for the proxy to look up. */
export async function askSocks5(socket: net.Socket, end: TunnelEnd, user: UserInfo | undefined): Promise<void> {
	const methods = user === undefined ? [noAuthentication] : [noAuthentication, byPassword];
	socket.write(Buffer.from([version, methods.length, ...methods]));
	const [, method] = await readUntil(socket, bytes => {
		if (bytes.length > 0 && bytes[0] !== version) throw new Error('it does not speak SOCKS 5');
		return bytes.length < 2 ? undefined : 2;
	});
	if (method === byPassword && user !== undefined) {
		socket.write(Buffer.concat([Buffer.from([1]), withLength(user.name), withLength(user.password)]));
		const [, status] = await readUntil(socket, ({length}) => (length < 2 ? undefined : 2));
		if (status !== 0) throw new Error('it refuses the name and password of its URL');
	} else if (method !== noAuthentication) {
		throw new Error('it asks for a name and password: put them into its URL');
	}

	const port = Buffer.alloc(2);
	port.writeUInt16BE(end.port);
	socket.write(Buffer.concat([Buffer.from([version, connectCommand, 0]), addressOf(end.host), port]));
	const [, reply = 1] = await readUntil(socket, answerLength);
	if (reply === 0) return;
	const words = `it does not connect us to ${end.host}: ${refusals[reply] ?? `error ${reply}`}`;
	throw reply === notAllowed ? new Error(words) : new NotReached(words);
}

function addressOf(host: string): Buffer {
	const family = net.isIP(host);
	if (family === 0) return Buffer.concat([Buffer.from([addressTypes.name]), withLength(host)]);
	const bytes = family === 4 ? host.split('.').map(Number) : v6Bytes(host);
	return Buffer.from([family === 4 ? addressTypes.v4 : addressTypes.v6, ...bytes]);
}

/** The URL parser writes each address in one way, which is then filled up. */
function v6Bytes(host: string): number[] {
	const [head = '', tail] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::');
	const left = head.split(':').filter(Boolean);
	const right = (tail ?? '').split(':').filter(Boolean);
	const groups = [...left, ...Array.from({length: 8 - left.length - right.length}, () => '0'), ...right];
	return groups.flatMap(group => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
}

function withLength(text: string): Buffer {
	const bytes = Buffer.from(text);
	if (bytes.length > 255) throw new Error('a name or password is longer than 255 bytes, which SOCKS 5 cannot say');
	return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function answerLength(bytes: Buffer): number | undefined {
	const type = bytes[3];
	if (type === undefined) return undefined;
	const address = type === addressTypes.v4 ? 4 : type === addressTypes.v6 ? 16 : 1 + (bytes[4] ?? 255);
	const length = 4 + address + 2;
	return bytes.length < length ? undefined : length;
}
