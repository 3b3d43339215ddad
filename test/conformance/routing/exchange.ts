import {request as send, type IncomingMessage} from 'node:http';
import {text} from 'node:stream/consumers';
import type {RoutingAnswer, RoutingRequest, Seen} from './case.ts';
import type {Echo} from './echo.ts';

/** A gateway with the echoing upstreams behind it. */
export interface RoutingStand {
	/** Where the requests of a case are sent. */
	readonly gateway: {readonly host: string; readonly port: number};
	/** What all upstreams saw of an exchange. */
	readonly seen: (exchange: string) => readonly Echo[];
}

/** What came of a request, whole. */
export interface Outcome {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** What the answering upstream saw; undefined when the gateway itself answered. */
	readonly echo: (Omit<Echo, 'body'> & {readonly body?: string}) | undefined;
	/** The body that the gateway itself gave. */
	readonly body: string | undefined;
}

/** Headers of an answer that depend on the moment and on the connection, or that only a real Envoy counts. */
const passing =
	/^(date|connection|keep-alive|transfer-encoding|content-length|content-type|x-envoy-upstream-service-time)$/;
/** Headers that a proxy adds to every request. */
const added =
	/^(x-request-id|x-forwarded-|x-envoy-|connection$|content-length$|transfer-encoding$|x-exchange$|x-answer$)/;

/** Sends a request on a connection of its own. Rejects only when there was no answer within 5 s. */
export async function exchange(stand: RoutingStand, id: string, request: RoutingRequest): Promise<Outcome> {
	const {method = 'GET', host, path = '/', headers = {}, body} = request;
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	const sent = send(
		{...stand.gateway, method, path, agent: false, timeout: 5000, headers: {...headers, host, 'x-exchange': id}},
		resolve,
	);
	sent.on('timeout', () => sent.destroy(new Error(`no answer to ${id}`)));
	sent.on('error', reject);
	sent.end(body);
	const answer = await promise;
	const said = await text(answer);
	const echo = said.startsWith('{"by"') ? withoutAdded(JSON.parse(said) as Echo) : undefined;
	return {
		status: answer.statusCode ?? 0,
		headers: Object.fromEntries(
			Object.entries(answer.headers)
				.filter(([name]) => !passing.test(name))
				.map(([name, value]) => [name, [value].flat().join(', ')]),
		),
		echo,
		body: echo ? undefined : said,
	};
}

/** What an upstream saw, without what every proxy adds. */
export function withoutAdded(echo: Echo): Echo {
	return {...echo, headers: Object.fromEntries(Object.entries(echo.headers).filter(([name]) => !added.test(name)))};
}

/** A case's answer, spelled out. */
export function expectedOutcome(request: RoutingRequest, answer: RoutingAnswer): Outcome {
	const {status = 200, headers = {}, seen, body = ''} = answer;
	return {
		status,
		headers: {server: 'istio-envoy', ...headers},
		echo: seen && expectedEcho(request, seen),
		body: seen ? undefined : body,
	};
}

/** What an upstream is expected to have seen. */
export function expectedEcho(request: RoutingRequest, {by, path, host, headers = {}}: Seen): Echo {
	const {'x-answer': _, ...sent} = request.headers ?? {};
	return {
		by,
		method: request.method ?? 'GET',
		path: path ?? request.path ?? '/',
		host: host ?? request.host,
		headers: Object.fromEntries(
			Object.entries({...sent, ...headers}).flatMap(([name, value]) =>
				value === undefined ? [] : [[name, [value].flat().join(', ')]],
			),
		),
		body: request.body ?? '',
	};
}
