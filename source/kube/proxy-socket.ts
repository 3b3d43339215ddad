import type net from 'node:net';
import {NotReached} from './connection-error.ts';

/** Where a tunnel through a proxy leads. */
export interface TunnelEnd {
	readonly host: string;
	readonly port: number;
}

/** Reads as many bytes as `length` says, once it can; what came beyond them is an error, since nobody has asked for it. */
export function readUntil(socket: net.Socket, length: (bytes: Buffer) => number | undefined): Promise<Buffer> {
	const {promise, resolve, reject} = Promise.withResolvers<Buffer>();
	let bytes = Buffer.alloc(0);
	const read = () => {
		for (let piece = socket.read() as Buffer | null; piece !== null; piece = socket.read() as Buffer | null) {
			bytes = Buffer.concat([bytes, piece]);
		}

		try {
			const end = length(bytes);
			if (end === undefined) return;
			if (end < bytes.length) throw new Error('it sent more than it was asked for');
			resolve(bytes);
		} catch (error) {
			reject(error);
		}
	};
	const ended = () => reject(new NotReached('it closed the connection'));
	socket.on('readable', read).once('error', reject).once('end', ended).once('close', ended);
	return promise.finally(() => {
		socket.off('readable', read).off('error', reject).off('end', ended).off('close', ended);
	});
}
