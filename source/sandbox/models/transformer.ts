import {once} from 'node:events';
import {Agent, createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import type {Header} from '../../mesh/header-operations.ts';
import {flatHeaders, passedHeaders} from '../gateway/message.ts';
import {open, type Sought} from '../gateway/upstream.ts';
import {listenOnLoopback, type LoopbackServer} from './loopback.ts';

interface TransformerOptions {
	/** What it marks its answers with: the InferenceService's name. */
	readonly name: string;
	/** Where its predictor is served, for one request until `ended`. */
	readonly predictor: (ended: Promise<unknown>) => Sought;
}

/**
 * Serves a transformer on loopback: it asks its predictor the very request that it got, and marks the answer with the header
 * `x-transformed-by`.
 */
export async function startTransformer(options: TransformerOptions): Promise<LoopbackServer> {
	const agent = new Agent({keepAlive: true});
	const server = createServer({keepAliveTimeout: 0}, (request, response) => {
		void transform(request, response, agent, options);
	});
	const listening = await listenOnLoopback(server);
	return {
		address: listening.address,
		async close() {
			await listening.close();
			agent.destroy();
		},
	};
}

async function transform(
	incoming: IncomingMessage,
	response: ServerResponse,
	agent: Agent,
	{name, predictor}: TransformerOptions,
): Promise<void> {
	const ended = new Promise<void>(resolve => response.once('close', resolve));
	try {
		const address = await predictor(ended);
		if (address === undefined) throw new Error('it is nowhere');
		const {method = 'GET', url: path = '/'} = incoming;
		const isChunked = incoming.headers['transfer-encoding'] !== undefined;
		const framing: readonly Header[] = isChunked ? [['transfer-encoding', 'chunked']] : [];
		const headers = [...passedHeaders(incoming), ...framing];
		const outgoing = open({agent, address, method, path, headers});
		void ended.then(() => outgoing.destroy());
		const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
		void pipeline(incoming, outgoing).catch(() => undefined);
		const [answer] = await answered;
		const marked: readonly Header[] = [...passedHeaders(answer), ['x-transformed-by', name]];
		response.writeHead(answer.statusCode ?? 502, flatHeaders(marked));
		await pipeline(answer, response);
	} catch (error) {
		if (response.headersSent) response.destroy();
		else if (!response.destroyed)
			response.writeHead(502).end(`the predictor of ${name} was not reached: ${String(error)}\n`);
	}
}
