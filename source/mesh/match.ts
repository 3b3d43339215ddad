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

/** One part of a clause beside what a request has there. */
export interface Comparison {
	readonly part: 'header' | 'no header' | 'query parameter' | 'path' | 'method' | 'scheme' | 'host' | 'unknown';
	/** Of a header or parameter; of an unknown part what it is called. */
	readonly name: string;
	/** Undefined for an unknown part. */
	readonly wanted: StringMatch | undefined;
	/** Empty where the request has nothing. */
	readonly actual: readonly string[];
	/** Undefined when it cannot be told (parts or patterns that are not interpreted here). */
	readonly isMet: boolean | undefined;
}

/** Whether a request meets a clause; undefined when that cannot be told (parts or patterns that are not interpreted here). */
export function meets(request: ReceivedRequest, match: RequestMatch): boolean | undefined {
	const results = comparisons(request, match).map(({isMet}) => isMet);
	if (results.includes(false)) return false;
	return results.includes(undefined) ? undefined : true;
}

/** A request held against each part of a clause. */
export function comparisons(request: ReceivedRequest, match: RequestMatch): readonly Comparison[] {
	const [pathname = '', query = ''] = splitOnce(request.path, '?');
	const {uri, ignoreUriCase, method, scheme, authority, withoutHeaders = new Map<string, StringMatch>()} = match;
	const unknown = [
		...(match.port === undefined ? [] : [`port ${match.port}`]),
		...(match.gateways ? [`gateway ${match.gateways.join(' or ')}`] : []),
		...match.others,
	];
	return [
		...Array.from(match.headers, ([name, wanted]) => {
			const actual = headerOf(request, name);
			return {part: 'header', name, wanted, actual: actual ?? [], isMet: actual && compareAny(actual, wanted)} as const;
		}),
		...Array.from(withoutHeaders, ([name, wanted]) => {
			const actual = headerOf(request, name);
			return {part: 'no header', name, wanted, actual: actual ?? [], isMet: actual && lacks(actual, wanted)} as const;
		}),
		...Array.from(match.queryParams, ([name, wanted]) =>
			compared('query parameter', name, wanted, [parameterOf(query, name) ?? []].flat()),
		),
		...(uri ? [pathCompared(pathname, uri, ignoreUriCase === true)] : []),
		...(method ? [compared('method', '', method, [request.method])] : []),
		...(scheme ? [knownCompared('scheme', scheme, request.scheme)] : []),
		...(authority ? [knownCompared('host', authority, request.host)] : []),
		...unknown.map(name => ({part: 'unknown', name, wanted: undefined, actual: [], isMet: undefined}) as const),
	];
}

/** The values of a header, those of HTTP/2 included; undefined when they are not known here. */
function headerOf({headers, method, path, host, scheme}: ReceivedRequest, name: string): readonly string[] | undefined {
	switch (name) {
		case ':method':
			return [method];
		case ':path':
			return [path];
		case ':authority':
		case 'host':
			return host === undefined ? undefined : [host];
		case ':scheme':
			return scheme === undefined ? undefined : [scheme];
		default:
			return Object.hasOwn(headers, name) ? [headers[name] ?? []].flat() : [];
	}
}

function compared(part: Comparison['part'], name: string, wanted: StringMatch, actual: readonly string[]): Comparison {
	return {part, name, wanted, actual, isMet: compareAny(actual, wanted)};
}

function pathCompared(pathname: string, wanted: StringMatch, ignoresCase: boolean): Comparison {
	const isMet = ignoresCase ? compareFolded(pathname, wanted) : compare(pathname, wanted);
	return {part: 'path', name: '', wanted, actual: [pathname], isMet};
}

function knownCompared(part: 'scheme' | 'host', wanted: StringMatch, actual: string | undefined): Comparison {
	return actual === undefined
		? {part, name: '', wanted, actual: [], isMet: undefined}
		: compared(part, '', wanted, [actual]);
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
	const isPlain = [...match.headers.keys()].every(name => name !== 'host' && !name.startsWith(':'));
	return isPlain && isSendable(request) && meets(request, match) === true ? request : undefined;
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
