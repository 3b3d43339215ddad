import type {IncomingMessage} from 'node:http';
import {Agent, request, type RequestOptions} from 'node:https';
import {createInterface} from 'node:readline';
import {text} from 'node:stream/consumers';

/** An object or list of the API server; the testbed's own code knows what it asked for. */
export interface Answer {
	readonly code: number;
	readonly body: unknown;
}

export interface ApiCall {
	readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	readonly body?: unknown;
	/** @default 'application/json' */
	readonly contentType?: string;
	readonly signal?: AbortSignal;
}

/** A bare client of the testbed's API server, so that nothing of what is tested takes part in testing it. */
export class ApiClient {
	readonly #server: string;
	readonly #token: string;
	readonly #agent: Agent;

	/** @param authority The server's certificate, in PEM; undefined before the server has made it. */
	constructor(server: string, token: string, authority: string | undefined) {
		this.#server = server;
		this.#token = token;
		const trust = authority === undefined ? {rejectUnauthorized: false} : {ca: authority};
		this.#agent = new Agent({keepAlive: true, ...trust});
	}

	/** One request. Rejects only when there was no answer. */
	async call(path: string, call: ApiCall = {}): Promise<Answer> {
		const answer = await this.#send(path, call);
		const said = await text(answer);
		return {code: Number(answer.statusCode), body: isJson(answer) ? JSON.parse(said) : said};
	}

	/** A request that must succeed. */
	async expect(path: string, call: ApiCall = {}): Promise<unknown> {
		const {code, body} = await this.call(path, call);
		if (code < 300) return body;
		throw new Error(`${call.method ?? 'GET'} ${path} was answered ${code}: ${JSON.stringify(body)}`);
	}

	/** The lines of a watch, until the server or the signal ends it. Rejects when the server refuses it. */
	async *watch(path: string, signal: AbortSignal): AsyncGenerator<unknown> {
		const answer = await this.#send(path, {signal});
		if (answer.statusCode !== 200)
			throw new Error(`GET ${path} was answered ${answer.statusCode}: ${await text(answer)}`);
		for await (const line of createInterface({input: answer})) yield JSON.parse(line);
	}

	close(): void {
		this.#agent.destroy();
	}

	async #send(
		path: string,
		{method = 'GET', body, contentType = 'application/json', signal}: ApiCall,
	): Promise<IncomingMessage> {
		const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
		const content = body === undefined ? '' : JSON.stringify(body);
		// Node tells the length of a DELETE's body only when it is asked to
		const length = {'content-length': Buffer.byteLength(content)};
		const headers = {authorization: `Bearer ${this.#token}`, 'content-type': contentType, ...length};
		const options: RequestOptions = {method, headers, agent: this.#agent, ...(signal ? {signal} : {})};
		const sent = request(new URL(path, this.#server), options, resolve);
		sent.on('error', reject);
		sent.end(content);
		return promise;
	}
}

function isJson(answer: IncomingMessage): boolean {
	return answer.headers['content-type']?.startsWith('application/json') ?? false;
}
