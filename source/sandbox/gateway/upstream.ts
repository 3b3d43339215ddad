import {request as send, type Agent, type ClientRequest, type IncomingMessage} from 'node:http';
import {PassThrough} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {Header} from '../../mesh/header-operations.ts';
import {flatHeaders} from './message.ts';

/** Where a server listens; always on loopback. */
export interface Address {
	readonly host: string;
	readonly port: number;
}

/** What looking for a server came to; a promise where it must start first. */
export type Sought = Address | undefined | Promise<Address | undefined>;

/**
 * Where an in-mesh host (`NAME-predictor-00001.NS.svc.cluster.local`) is served, for one request, which is over when `ended`
 * resolves; undefined for one that nobody serves.
 */
export type FindAddress = (host: string, port: number, ended: Promise<unknown>) => Sought;

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

/** Sends a copy of a request, body and all; resolves with the status of what it was answered, which nobody reads. */
export async function copy(
	incoming: IncomingMessage,
	request: Omit<UpstreamRequest, 'address'>,
	find: (ended: Promise<unknown>) => Sought,
): Promise<number | undefined> {
	const body = bodyOf(incoming);
	const over = Promise.withResolvers<void>();
	const address = await find(over.promise);
	if (address === undefined) {
		body.destroy();
		over.resolve();
		return undefined;
	}

	let status: number | undefined;
	const outgoing = open({...request, address});
	outgoing.on('close', () => over.resolve());
	outgoing.on('error', () => undefined);
	outgoing.on('response', answer => {
		status = answer.statusCode;
		answer.on('error', () => undefined).resume();
	});
	outgoing.setTimeout(mirrorTimeoutMs, () => outgoing.destroy());
	await pipeline(body, outgoing).catch(() => undefined);
	await over.promise;
	return status;
}

/** What comes of a body, beside who else reads it; ends early when too much of it waits. */
function bodyOf(incoming: IncomingMessage): PassThrough {
	const body = new PassThrough({highWaterMark: mostWaiting});
	incoming.on('data', (chunk: Buffer) => {
		if (!body.destroyed && !body.write(chunk)) body.destroy();
	});
	incoming.on('end', () => body.end());
	incoming.on('close', () => {
		if (!incoming.complete) body.destroy();
	});
	return body;
}
