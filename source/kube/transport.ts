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
import type {Request} from './request.ts';
import {send} from './send.ts';
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
	const userAgent = `kubectl-iter8/${version} (${process.platform}/${process.arch})`;
	const sender = new Sender(connection, userAgent, wait, comeback);
	const open = (request: Request) => sender.open(request);
	return {open, json: async request => parsed(request, await open(request), connection)};
}

class Sender {
	readonly #connection: Connection;
	readonly #userAgent: string;
	readonly #wait: Wait;
	readonly #comeback: Pick<Comeback, 'noteAnswer'>;

	constructor(connection: Connection, userAgent: string, wait: Wait, comeback: Pick<Comeback, 'noteAnswer'>) {
		this.#connection = connection;
		this.#userAgent = userAgent;
		this.#wait = wait;
		this.#comeback = comeback;
	}

	/** Waits for a login, and for a server that is busy, no longer than one request may take. */
	open(request: Request): Promise<IncomingMessage> {
		const {requestTimeoutMs, server} = this.#connection;
		return limited(
			requestTimeoutMs,
			request.signal,
			patience => this.#answered(request, patience),
			ms => connectionError(noAnswerWithin(ms), server),
		);
	}

	async #answered(request: Request, patience: AbortSignal | undefined): Promise<IncomingMessage> {
		const {credentials, server} = this.#connection;
		const identity = await credentials.identity(patience);
		const answer = await this.#whenNotBusy(await this.#authenticated(identity, request, patience), request, patience);
		const foreign = notAnApi(answer, server);
		if (foreign !== undefined) {
			answer.destroy();
			throw foreign;
		}

		const code = answer.statusCode ?? 0;
		if (code >= 200 && code < 300) return answer;
		const error = apiError(code, await this.#errorText(answer, request), request.resource);
		const expiry = code === 401 ? expiryOf(identity) : undefined;
		throw expiry === undefined
			? error
			: new ApiError(code, error.reason, `${error.message}; ${expiry}`, {cause: error});
	}

	/** What a 401 refused is sent once more if fresh credentials can be had. */
	async #authenticated(
		identity: Identity,
		request: Request,
		patience: AbortSignal | undefined,
	): Promise<IncomingMessage> {
		const {credentials} = this.#connection;
		const answer = await this.#attempt(identity, request);
		if (answer.statusCode !== 401 || !credentials.renew(identity)) return answer;
		this.#dismiss(answer, request);
		return this.#attempt(await credentials.identity(patience), request);
	}

	/** What a server was too busy for is sent again after the time that it asks for. */
	async #whenNotBusy(
		first: IncomingMessage,
		request: Request,
		patience: AbortSignal | undefined,
	): Promise<IncomingMessage> {
		let answer = first;
		for (let waits = 0; waits < mostBusyWaits && request.method !== 'POST'; waits++) {
			const seconds = /^\d+$/.exec(answer.headers['retry-after'] ?? '')?.[0];
			if (seconds === undefined || !isBusy(answer, request)) break;
			this.#dismiss(answer, request);
			await this.#wait(Math.min(Number(seconds), longestBusyWait) * 1000, patience);
			patience?.throwIfAborted();
			answer = await this.#attempt(await this.#connection.credentials.identity(patience), request);
		}

		return answer;
	}

	async #attempt(identity: Identity, request: Request): Promise<IncomingMessage> {
		const {credentials, impersonation} = this.#connection;
		const agents = await agentsFor(this.#connection, identity).catch(error => {
			credentials.renew(identity); // what cannot be shown is not to be kept
			throw error;
		});
		const headers = {
			Accept: 'application/json',
			'User-Agent': this.#userAgent,
			...request.headers,
			...identity.headers,
			...impersonation,
		};
		try {
			const answer = await send(this.#connection, agents, headers, request);
			if (!isOfGateway(answer.statusCode ?? 0)) this.#comeback.noteAnswer();
			return answer;
		} catch (error) {
			// Nothing was sent yet.
			if (isOfUnknownAuthority(error) && renewAuthority(this.#connection)) return this.#attempt(identity, request);
			if (!refusesCertificate(error)) throw error;
			credentials.renew(identity);
			const expiry = expiryOf(identity);
			if (expiry === undefined) throw error;
			throw new ConnectionError(`Unable to connect to the server: ${expiry}`, {cause: error});
		}
	}

	/** The body of an error answer; empty when it is too long to be a Status. */
	async #errorText(answer: IncomingMessage, request: Request): Promise<string> {
		try {
			return await textOf(answer, this.#connection, {...request, mostBytes: mostErrorBytes});
		} catch (error) {
			if (error instanceof ConnectionError && error.cause instanceof TooLarge) return '';
			throw error;
		}
	}

	/** Lets go of an answer that another request follows: the connection of a stream ends, any other is kept if little comes. */
	#dismiss(answer: IncomingMessage, request: Request): void {
		if (request.stream) answer.destroy();
		else this.#errorText(answer, request).catch(() => undefined);
	}
}

async function parsed(request: Request, answer: IncomingMessage, connection: Connection): Promise<unknown> {
	const body = await textOf(answer, connection, request);
	let object: unknown;
	try {
		object = JSON.parse(body);
	} catch {
		throw noJson(body, connection.server);
	}

	// As kubectl: what stands between may tell of a failure with an answer of 200.
	if (stringAt(object, 'kind') === 'Status' && stringAt(object, 'status') === 'Failure') throw statusError(object, 500);
	const foreign = noObject(object, connection.server);
	if (foreign !== undefined) throw foreign;
	return object;
}

/** Whether an answer says that the same request may be sent again, and is not what whoever asked tries again by himself. */
function isBusy({statusCode = 0}: IncomingMessage, {method, stream}: Request): boolean {
	return statusCode === 429 || (statusCode >= 500 && method === 'GET' && !stream);
}
