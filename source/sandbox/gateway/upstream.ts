import {request as send, type Agent, type ClientRequest, type IncomingMessage} from 'node:http';
import type {Header} from '../../mesh/header-operations.ts';
import {flatHeaders} from './message.ts';

/** Where a server listens; always on loopback. */
export interface Address {
	readonly host: string;
	readonly port: number;
}

/** A request as it goes to an upstream; its body follows. */
interface UpstreamRequest {
	readonly agent: Agent;
	readonly address: Address;
	readonly method: string;
	readonly path: string;
	readonly headers: readonly Header[];
}

/** More than this waits for no mirror: a copy that is not taken is given up. */
const mostWaiting = 1024 * 1024;
const mirrorTimeoutMs = 15_000;

/** Begins a request to an upstream. */
export function open({agent, address: {host, port}, method, path, headers}: UpstreamRequest): ClientRequest {
	return send({agent, host, port, method, path, headers: flatHeaders(headers), setHost: false});
}

/** Sends a copy of a request, body and all, and forgets it. */
export function copy(incoming: IncomingMessage, request: UpstreamRequest): void {
	const outgoing = open(request);
	outgoing.on('error', () => undefined);
	outgoing.on('response', answer => answer.on('error', () => undefined).resume());
	outgoing.setTimeout(mirrorTimeoutMs, () => outgoing.destroy());
	incoming.on('data', (chunk: Buffer) => {
		if (outgoing.writableLength > mostWaiting) outgoing.destroy();
		else if (!outgoing.destroyed) outgoing.write(chunk);
	});
	incoming.on('end', () => outgoing.end());
	incoming.on('close', () => {
		if (!incoming.complete) outgoing.destroy();
	});
}
