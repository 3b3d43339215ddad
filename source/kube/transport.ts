import type {IncomingMessage} from 'node:http';
import {TooLarge} from '../objects/bounded.ts';
import {ApiError, ConnectionError} from '../objects/cluster.ts';
import {stringAt} from '../objects/object.ts';
import {agentsFor, renewAuthority} from './agents.ts';
import {textOf} from './answer.ts';
import {apiError, isOfGateway, statusError} from './api-error.ts';
import {expiryOf} from './certificates.ts';
import type {Comeback} from './comeback.ts';
import {connectionError, isOfUnknownAuthority, noAnswerWithin, refusesCertificate} from './connection-error.ts';
import type {Connection} from './connection.ts';
import type {Identity} from './identity.ts';
import {limited} from './in-time.ts';
import {noJson, noObject, notAnApi} from './not-an-api.ts';
import {send, type Request} from './send.ts';
import type {Wait} from './wait.ts';

/** Sends requests to one API server as one user. */
export interface Transport {
	/** Resolves with an answer of 2xx, its body unread; any other is an ApiError. */
	open(request: Request): Promise<IncomingMessage>;
	/** The body of an answer of 2xx, parsed. */
	json(request: Request): Promise<unknown>;
}

const mostErrorBytes = 2 ** 20;
const mostBusyWaits = 5;
const longestBusyWait = 30;

/**
 * Authenticates each request. What a 401 refused is sent once more if fresh credentials can be had; what the server was too
 * busy for (429, "API Priority and Fairness") is sent again after the time it asks for, unless it would create something, and so is
 * what only reads and met any other failure of the server that names a time, as with client-go.
 */
export function createTransport(
	connection: Connection,
	version: string,
	wait: Wait,
	comeback: Pick<Comeback, 'noteAnswer'>,
): Transport {
	const {credentials, impersonation} = connection;
	const userAgent = `kubectl-iter8/${version} (${process.platform}/${process.arch})`;

	async function attempt(identity: Identity, request: Request): Promise<IncomingMessage> {
		const agents = await agentsFor(connection, identity).catch(error => {
			credentials.renew(identity); // what cannot be shown is not to be kept
			throw error;
		});
		const headers = {
			Accept: 'application/json',
			'User-Agent': userAgent,
			...request.headers,
			...identity.headers,
			...impersonation,
		};
		try {
			const answer = await send(connection, agents, headers, request);
			if (!isOfGateway(answer.statusCode ?? 0)) comeback.noteAnswer();
			return answer;
		} catch (error) {
			// Nothing was sent yet.
			if (isOfUnknownAuthority(error) && renewAuthority(connection)) return attempt(identity, request);
			if (!refusesCertificate(error)) throw error;
			credentials.renew(identity);
			const expiry = expiryOf(identity);
			if (expiry === undefined) throw error;
			throw new ConnectionError(`Unable to connect to the server: ${expiry}`, {cause: error});
		}
	}

	/** The body of an error answer; empty when it is too long to be a Status. */
	async function errorText(answer: IncomingMessage, request: Request): Promise<string> {
		try {
			return await textOf(answer, connection, {...request, mostBytes: mostErrorBytes});
		} catch (error) {
			if (error instanceof ConnectionError && error.cause instanceof TooLarge) return '';
			throw error;
		}
	}

	/** Lets go of an answer that another request follows: the connection of a stream ends, any other is kept if little comes. */
	function dismiss(answer: IncomingMessage, request: Request): void {
		if (request.stream) answer.destroy();
		else errorText(answer, request).catch(() => undefined);
	}

	/** Waits for a login, and for a server that is busy, no longer than one request may take. */
	function open(request: Request): Promise<IncomingMessage> {
		const {requestTimeoutMs, server} = connection;
		return limited(
			requestTimeoutMs,
			request.signal,
			patience => answered(request, patience),
			ms => connectionError(noAnswerWithin(ms), server),
		);
	}

	async function answered(request: Request, patience: AbortSignal | undefined): Promise<IncomingMessage> {
		const identity = await credentials.identity(patience);
		let answer = await attempt(identity, request);
		if (answer.statusCode === 401 && credentials.renew(identity)) {
			dismiss(answer, request);
			answer = await attempt(await credentials.identity(patience), request);
		}

		for (let waits = 0; waits < mostBusyWaits && request.method !== 'POST'; waits++) {
			const seconds = /^\d+$/.exec(answer.headers['retry-after'] ?? '')?.[0];
			if (seconds === undefined || !isBusy(answer, request)) break;
			dismiss(answer, request);
			await wait(Math.min(Number(seconds), longestBusyWait) * 1000, patience);
			patience?.throwIfAborted();
			answer = await attempt(await credentials.identity(patience), request);
		}

		const foreign = notAnApi(answer, connection.server);
		if (foreign !== undefined) {
			answer.destroy();
			throw foreign;
		}

		const code = answer.statusCode ?? 0;
		if (code >= 200 && code < 300) return answer;
		const error = apiError(code, await errorText(answer, request), request.resource);
		const expiry = code === 401 ? expiryOf(identity) : undefined;
		throw expiry === undefined
			? error
			: new ApiError(code, error.reason, `${error.message}; ${expiry}`, {cause: error});
	}

	return {
		open,
		async json(request) {
			const answer = await open(request);
			const body = await textOf(answer, connection, request);
			let parsed: unknown;
			try {
				parsed = JSON.parse(body);
			} catch {
				throw noJson(body, connection.server);
			}

			// As kubectl: what stands between may tell of a failure with an answer of 200.
			if (stringAt(parsed, 'kind') === 'Status' && stringAt(parsed, 'status') === 'Failure')
				throw statusError(parsed, 500);
			const foreign = noObject(parsed, connection.server);
			if (foreign !== undefined) throw foreign;
			return parsed;
		},
	};
}

/** Whether an answer says that the same request may be sent again, and is not what whoever asked tries again by himself. */
function isBusy({statusCode = 0}: IncomingMessage, {method, stream}: Request): boolean {
	return statusCode === 429 || (statusCode >= 500 && method === 'GET' && !stream);
}
