import {once} from 'node:events';
import type {Agent, IncomingMessage, ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import {changeHeaders, type Header, type HeaderOperations} from '../../mesh/header-operations.ts';
import type {Forward} from '../../mesh/resolve.ts';
import type {Mirror} from '../../mesh/route.ts';
import {flatHeaders, passedHeaders} from './message.ts';
import {copy, open, type FindAddress} from './upstream.ts';

/** A request on its way through the gateway. */
interface Passage {
	readonly incoming: IncomingMessage;
	readonly response: ServerResponse;
	/** Those of the request that are passed on, and those that a proxy adds. */
	readonly headers: readonly Header[];
	readonly agent: Agent;
	readonly addressOf: FindAddress;
	/** Told of each copy: its status, undefined without an answer, and how long it took. */
	readonly onCopied: (mirror: Mirror, status: number | undefined, ms: number) => void;
}

/** Envoy's own answers, word by word. */
const unreachable =
	'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure';
const broken = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';
const late = 'upstream request timeout';

/**
 * Sends a request to its destination, when that has a server, and its answer back. Resolves when the answer has ended or the client
 * has left.
 */
export async function forward(passage: Passage, resolution: Forward): Promise<void> {
	const {incoming, response, headers, agent, addressOf, onCopied} = passage;
	const {destination, host, path, requestHeaders, responseHeaders, mirrors, timeoutMs} = resolution;
	const start = performance.now();
	const deadline = Promise.withResolvers<never>();
	const timer = timeoutMs === undefined ? undefined : setTimeout(() => deadline.reject(new Error(late)), timeoutMs);
	const ended = new Promise<void>(resolve => response.once('close', resolve));
	try {
		const found = addressOf(destination.host, destination.port ?? 80, ended);
		const address = await Promise.race([found, deadline.promise]);
		if (response.destroyed) return;
		if (!address) {
			answerOwn(response, resolution.statusWithoutHost, '', responseHeaders);
			return;
		}

		const changed = changeHeaders(headers, requestHeaders);
		const request = {agent, method: incoming.method ?? 'GET', path, headers: [['host', host] as const, ...changed]};
		for (const mirror of mirrors) {
			const copied = copy(incoming, request, over => addressOf(mirror.host, mirror.port ?? 80, over));
			void copied.then(status => onCopied(mirror, status, performance.now() - start));
		}

		const outgoing = open({...request, address});
		deadline.promise.catch((error: Error) => outgoing.destroy(error));
		void ended.then(() => outgoing.destroy());
		const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
		// an upstream may answer before it has taken the whole body
		void pipeline(incoming, outgoing).catch(() => undefined);
		const [answer] = await answered;
		const took = String(Math.round(performance.now() - start));
		const own: Header[] = [['x-envoy-upstream-service-time', took]];
		const kept = passedHeaders(answer).filter(([name]) => name !== 'server');
		writeHead(response, answer.statusCode ?? 502, [...changeHeaders([...kept, ...own], responseHeaders)]);
		await pipeline(answer, response);
	} catch (error) {
		if (response.headersSent) response.destroy();
		else if (!response.destroyed) answerFailure(response, error as NodeJS.ErrnoException, responseHeaders);
	} finally {
		clearTimeout(timer);
	}
}

function answerFailure(
	response: ServerResponse,
	{message, code}: NodeJS.ErrnoException,
	operations: readonly HeaderOperations[],
): void {
	if (message === late) answerOwn(response, 504, late, operations);
	else answerOwn(response, 503, code === 'ECONNREFUSED' ? unreachable : broken, operations);
}

/** An answer of the gateway itself. It carries the route's headers, as Envoy's local replies do. */
export function answerOwn(
	response: ServerResponse,
	status: number,
	body: string,
	operations: readonly HeaderOperations[],
	headers: readonly Header[] = [],
): void {
	const length: Header = ['content-length', String(Buffer.byteLength(body))];
	const content: readonly Header[] = body === '' ? [length] : [length, ['content-type', 'text/plain']];
	writeHead(response, status, changeHeaders([...headers, ...content], operations));
	response.end(body);
}

function writeHead(response: ServerResponse, status: number, headers: readonly Header[]): void {
	response.writeHead(status, flatHeaders([...headers, ['server', 'istio-envoy']]));
}
