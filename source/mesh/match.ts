import {stringAt} from '../objects/object.ts';

/** How one value of a request is compared (Istio StringMatch). */
export interface StringMatch {
	readonly kind: 'exact' | 'prefix' | 'regex';
	readonly value: string;
}

/** One clause of a rule: all of its parts must hold (Istio HTTPMatchRequest). */
export interface RequestMatch {
	readonly headers: ReadonlyMap<string, StringMatch>;
	readonly queryParams: ReadonlyMap<string, StringMatch>;
	readonly uri: StringMatch | undefined;
	readonly method: StringMatch | undefined;
	/** Parts that this project does not interpret; a clause with such parts is shown, never guessed at. */
	readonly others: readonly string[];
}

export interface MeshRequest {
	readonly method: string;
	/** Path with query. */
	readonly path: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
}

/** A clause in words: `traffic: test`, `traffic: test and uri /v2…`. */
export function describeMatch(match: RequestMatch): string {
	const parts = [
		...[...match.headers].map(([name, value]) => `${name}: ${describeValue(value)}`),
		...[...match.queryParams].map(([name, value]) => `?${name}=${describeValue(value)}`),
		...(match.uri ? [`uri ${describeValue(match.uri)}`] : []),
		...(match.method ? [`method ${describeValue(match.method)}`] : []),
		...match.others,
	];
	return parts.length === 0 ? 'everything' : parts.join(' and ');
}

function describeValue({kind, value}: StringMatch): string {
	if (kind === 'exact') return value;
	return kind === 'prefix' ? `${value}*` : `~${value}`;
}

/** Whether a request meets a clause; undefined when that cannot be told (parts or patterns that are not interpreted here). */
export function meets(request: MeshRequest, match: RequestMatch): boolean | undefined {
	const [pathname = '', query = ''] = splitOnce(request.path, '?');
	const parameters = new URLSearchParams(query);
	const results = [
		...[...match.headers].map(([name, value]) => compare(stringAt(request.headers, name), value)),
		...[...match.queryParams].map(([name, value]) => compare(parameters.get(name) ?? undefined, value)),
		...(match.uri ? [compare(pathname, match.uri)] : []),
		...(match.method ? [compare(request.method, match.method)] : []),
		...match.others.map(() => undefined),
	];
	if (results.includes(false)) return false;
	return results.includes(undefined) ? undefined : true;
}

function compare(actual: string | undefined, {kind, value}: StringMatch): boolean | undefined {
	if (actual === undefined) return false;
	if (kind === 'exact') return actual === value;
	return kind === 'prefix' ? actual.startsWith(value) : undefined;
}

/** A request that meets a clause, or undefined when none can be made with certainty. */
export function requestMeeting(match: RequestMatch): MeshRequest | undefined {
	if (match.others.length > 0) return undefined;
	const values = [...match.headers.values(), ...match.queryParams.values(), match.uri, match.method];
	if (values.some(value => value?.kind === 'regex')) return undefined;
	const query = new URLSearchParams(
		[...match.queryParams].map(([name, {value}]): [string, string] => [name, value]),
	).toString();
	return {
		method: match.method?.value ?? 'GET',
		path: `${match.uri?.value ?? '/'}${query === '' ? '' : `?${query}`}`,
		headers: Object.fromEntries([...match.headers].map(([name, {value}]) => [name, value])),
	};
}

function splitOnce(text: string, separator: string): readonly string[] {
	const at = text.indexOf(separator);
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
