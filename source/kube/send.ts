import type {IncomingMessage} from 'node:http';
import type {Agents} from './agents.ts';
import type {Connection} from './connection.ts';
import {Exchange} from './exchange.ts';
import type {Headers, Request} from './request.ts';

/**
 * Sends one request; resolves with the answer, whatever its status, its body unread. What only reads is sent once more when a
 * kept connection turns out to have been closed by the server meanwhile. Ends at once when the signal aborts, also while a proxy
 * keeps it waiting for a connection. A request that got no answer in time takes all kept connections with it.
 */
export function send(
	connection: Connection,
	agents: Agents,
	headers: Headers,
	request: Request,
): Promise<IncomingMessage> {
	if (request.signal?.aborted) return Promise.reject(request.signal.reason);
	const again = () => send(connection, agents, headers, request);
	return new Exchange({connection, agents, headers, request, again}).answer;
}
