import {once} from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import type {Testbed} from '../testbed/testbed.ts';

/** A request that changes something, in the order in which they came. */
export interface Write {
	readonly by: string;
	readonly what: string;
}

/** Writes that are no routing: a lease and events. */
const beside = /\/(leases|events)\b/;

/** Stands before the API server, without TLS, and writes down who wrote what through it: a listener for each client. */
export class Recorder {
	readonly writes: Write[] = [];
	readonly #testbed: Testbed;
	readonly #listeners: http.Server[] = [];
	readonly #agent = new https.Agent({keepAlive: true, rejectUnauthorized: false});

	constructor(testbed: Testbed) {
		this.#testbed = testbed;
	}

	/** The address for one client, who acts as admin. */
	async addressFor(client: string): Promise<string> {
		const listener = http.createServer((request, response) => this.#pass(client, request, response));
		this.#listeners.push(listener);
		listener.listen(0, '127.0.0.1');
		await once(listener, 'listening');
		return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
	}

	stop(): void {
		for (const listener of this.#listeners) {
			listener.closeAllConnections();
			listener.close();
		}

		this.#agent.destroy();
	}

	#pass(client: string, request: http.IncomingMessage, response: http.ServerResponse): void {
		const {method = 'GET', url = '', headers} = request;
		if (method !== 'GET' && !beside.test(url)) this.writes.push({by: client, what: `${method} ${url}`});
		const {server, tokens} = this.#testbed;
		const onward = https.request(
			`${server}${url}`,
			{method, agent: this.#agent, headers: {...headers, authorization: `Bearer ${tokens.admin}`}},
			answer => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			},
		);
		onward.on('error', () => response.destroy());
		response.on('close', () => onward.destroy());
		request.pipe(onward);
	}
}
