import {Readable} from 'node:stream';
import {boundedText, type Bound} from '../../objects/bounded.ts';
import {userInfoOf, withoutUserInfo} from '../../objects/user-info.ts';
import {parseAnswer, type Series} from './answer.ts';

/** A Prometheus, or what speaks its HTTP API (v1). */
export interface Prometheus {
	/** The value of a query at a time. */
	query(query: string, at: Date, signal: AbortSignal): Promise<readonly Series[]>;
	/** Its values from one time to another, every so many seconds. */
	queryRange(query: string, range: Range, signal: AbortSignal): Promise<readonly Series[]>;
}

interface Range {
	readonly from: Date;
	readonly to: Date;
	readonly stepSeconds: number;
}

const timeoutMs = 10_000;
/** More than any app's versions need; unzipped. */
const bound: Bound = {
	mostBytes: 8 * 2 ** 20,
	what: 'the answer of Prometheus',
	remedy: 'look whether --prometheus names one',
};

/**
 * The Prometheus at a URL; user and password in it are sent as Basic authentication, and a path in it comes first. Throws an Error
 * for another kind of address.
 */
export function openPrometheus(url: string): Prometheus {
	const address = URL.parse(url);
	const userInfo = address === null ? undefined : userInfoOf(address);
	if (address === null || !/^https?:$/.test(address.protocol) || userInfo === undefined) {
		throw new Error(`${JSON.stringify(withoutUserInfo(url))} is no http:// or https:// address of a Prometheus`);
	}

	const {origin, pathname} = address;
	const base = `${origin}${pathname.replace(/\/+$/, '')}/api/v1`;
	const login = `${userInfo.name}:${userInfo.password}`;
	const headers = login === ':' ? undefined : {Authorization: `Basic ${Buffer.from(login).toString('base64')}`};

	async function ask(path: string, parameters: Readonly<Record<string, string>>, signal: AbortSignal) {
		const limit = AbortSignal.timeout(timeoutMs);
		try {
			const answer = await fetch(`${base}/${path}?${new URLSearchParams(parameters).toString()}`, {
				...(headers && {headers}),
				signal: AbortSignal.any([signal, limit]),
			});
			return parseAnswer(answer.body ? await boundedText(Readable.fromWeb(answer.body), bound) : '');
		} catch (error) {
			if (limit.aborted) throw new Error(`no answer from Prometheus within ${timeoutMs / 1000} s`, {cause: error});
			throw error instanceof TypeError ? unreachable(error) : error;
		}
	}

	return {
		query: (query, at, signal) => ask('query', {query, time: at.toISOString()}, signal),
		queryRange: (query, {from, to, stepSeconds}, signal) =>
			ask('query_range', {query, start: from.toISOString(), end: to.toISOString(), step: String(stepSeconds)}, signal),
	};
}

/** What `fetch` rejects with tells the reason in its cause. */
function unreachable(error: TypeError): Error {
	const {cause} = error;
	const reason = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : error.message;
	return new Error(`Prometheus cannot be reached: ${reason}`, {cause: error});
}
