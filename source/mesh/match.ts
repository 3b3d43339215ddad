import {compare, compareFolded, describeValue, type StringMatch} from './string-match.ts';

/** One clause of a rule: all of its parts must hold (Istio HTTPMatchRequest, Gateway API HTTPRouteMatch). */
export interface RequestMatch {
	/** Names in lower case. */
	readonly headers: ReadonlyMap<string, StringMatch>;
	/** Headers that must not match; a missing one is empty. */
	readonly withoutHeaders?: ReadonlyMap<string, StringMatch>;
	/** Compared as they are written, without decoding. */
	readonly queryParams: ReadonlyMap<string, StringMatch>;
	/** Compared with the path without its query. */
	readonly uri: StringMatch | undefined;
	readonly ignoreUriCase?: boolean;
	readonly method: StringMatch | undefined;
	readonly scheme?: StringMatch | undefined;
	/** Compared with the Host header as it was sent, port included. */
	readonly authority?: StringMatch | undefined;
	/** Port of the gateway's listener. */
	readonly port?: number | undefined;
	/** Gateways that the clause is for, each `NAMESPACE/NAME` or `mesh`. */
	readonly gateways?: readonly string[];
	/** Parts that this project does not interpret; a clause with such parts is shown, never guessed at. */
	readonly others: readonly string[];
}

export interface MeshRequest {
	readonly method: string;
	/** Path with query. */
	readonly path: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The Host header. What is not known here and below leaves clauses that ask for it undecided. */
	readonly host?: string;
	readonly scheme?: string;
}

/** A request as it came, in which a header may have several values: one of them must match, and none where none may. */
export interface ReceivedRequest extends Omit<MeshRequest, 'headers'> {
	readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** A clause in words: `traffic: test`, `traffic: test and uri /v2…`. */
export function describeMatch(match: RequestMatch): string {
	const parts = [
		...[...match.headers].map(([name, value]) => `${name}: ${describeValue(value)}`),
		...[...(match.withoutHeaders ?? [])].map(([name, value]) => `no ${name}: ${describeValue(value)}`),
		...[...match.queryParams].map(([name, value]) => `?${name}=${describeValue(value)}`),
		...(match.uri ? [`uri ${describeValue(match.uri)}${match.ignoreUriCase ? ' in any case' : ''}`] : []),
		...(match.method ? [`method ${describeValue(match.method)}`] : []),
		...(match.scheme ? [`scheme ${describeValue(match.scheme)}`] : []),
		...(match.authority ? [`authority ${describeValue(match.authority)}`] : []),
		...(match.port === undefined ? [] : [`port ${match.port}`]),
		...(match.gateways ? [`gateway ${match.gateways.join(' or ')}`] : []),
		...match.others,
	];
	return parts.length === 0 ? 'everything' : parts.join(' and ');
}

/** Whether a request meets a clause; undefined when that cannot be told (parts or patterns that are not interpreted here). */
export function meets(request: ReceivedRequest, match: RequestMatch): boolean | undefined {
	const [pathname = '', query = ''] = splitOnce(request.path, '?');
	const header = (name: string): readonly string[] =>
		Object.hasOwn(request.headers, name) ? [request.headers[name] ?? []].flat() : [];
	const results = [
		...[...match.headers].map(([name, value]) => compareAny(header(name), value)),
		...[...(match.withoutHeaders ?? [])].map(([name, value]) => lacks(header(name), value)),
		...[...match.queryParams].map(([name, value]) => compare(parameterOf(query, name), value)),
		...(match.uri ? [match.ignoreUriCase ? compareFolded(pathname, match.uri) : compare(pathname, match.uri)] : []),
		...(match.method ? [compare(request.method, match.method)] : []),
		...(match.scheme ? [compareKnown(request.scheme, match.scheme)] : []),
		...(match.authority ? [compareKnown(request.host, match.authority)] : []),
		...(match.port === undefined ? [] : [undefined]),
		...(match.gateways ? [undefined] : []),
		...match.others.map(() => undefined),
	];
	if (results.includes(false)) return false;
	return results.includes(undefined) ? undefined : true;
}

/** Envoy's inverted match: a missing header is empty, unless its presence alone is asked for. */
function lacks(actual: readonly string[], match: StringMatch): boolean | undefined {
	const result = compareAny(actual.length === 0 && match.kind !== 'present' ? [''] : actual, match);
	return result === undefined ? undefined : !result;
}

function compareAny(actual: readonly string[], match: StringMatch): boolean | undefined {
	const results = actual.map(value => compare(value, match));
	if (results.includes(true)) return true;
	return results.includes(undefined) ? undefined : false;
}

function compareKnown(actual: string | undefined, match: StringMatch): boolean | undefined {
	return actual === undefined ? undefined : compare(actual, match);
}

/** The first value of a query parameter, as it is written (Envoy decodes none). */
function parameterOf(query: string, name: string): string | undefined {
	for (const pair of query.split('&')) {
		const [key, value = ''] = splitOnce(pair, '=');
		if (key === name && pair !== '') return value;
	}

	return undefined;
}

/** A request that meets a clause, or undefined when none can be made with certainty. */
export function requestMeeting(match: RequestMatch): MeshRequest | undefined {
	const values = [...match.headers.values(), ...match.queryParams.values(), match.uri, match.method];
	if (values.some(value => value?.kind === 'regex')) return undefined;
	const query = [...match.queryParams].map(([name, value]) => `${name}=${example(value)}`).join('&');
	const request = {
		method: match.method ? example(match.method) : 'GET',
		path: `${match.uri ? example(match.uri) : '/'}${query === '' ? '' : `?${query}`}`,
		headers: Object.fromEntries([...match.headers].map(([name, value]) => [name, example(value)])),
	};
	return isSendable(request) && meets(request, match) === true ? request : undefined;
}

/** A value that meets a comparison, a pattern excepted. */
function example({kind, value}: StringMatch): string {
	return kind === 'present' ? '1' : value;
}

/** Whether a path and a method survive HTTP/1.1 as they are. */
function isSendable({method, path}: MeshRequest): boolean {
	return /^\w+$/.test(method) && /^\/[!-"$-~]*$/.test(path);
}

function splitOnce(text: string, separator: string): readonly string[] {
	const at = text.indexOf(separator);
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
