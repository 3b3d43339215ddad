import type {RequestMatch} from './match.ts';
import type {Destination, Mirror, Route, Rule} from './route.ts';

/** Who gets a part of a class of requests. */
interface Part {
	/** The answer's `app-version`; undefined where the route sets none. */
	readonly version: string | undefined;
	/** The Host that requests get; undefined where it stays. */
	readonly authority: string | undefined;
	readonly host: string;
	/** More than 0, at most 1. */
	readonly share: number;
}

/** Requests that a route treats alike. Classes are tried in their order. */
export interface RequestClass {
	/** Any of these must hold; none means that every request is left for this class. */
	readonly matches: readonly RequestMatch[];
	readonly parts: readonly Part[];
	readonly mirrors: readonly Mirror[];
}

/**
 * What a route makes of requests, seen from outside: versions that a first pass through a gateway chooses by a header are told in
 * place of the rules of the second pass, and rules that differ in nothing but paths are one class.
 */
export function requestClasses(route: Route): readonly RequestClass[] {
	const branches = branchesOf(route);
	const names = new Set<string>();
	const partsByRule = new Map(route.rules.map(rule => [rule, partsOf(rule, branches, names)]));
	const inner = new Set([...branches].flatMap(([key, rules]) => (names.has(nameOf(key)) ? rules : [])));
	const outcomes = new Map<string, number>();
	const classes = route.rules
		.filter(rule => !inner.has(rule))
		.map((rule): ToldClass => {
			const found = {matches: rule.matches, parts: partsByRule.get(rule) ?? [], mirrors: rule.mirrors ?? []};
			const words = outcomeOf(found);
			const outcome = outcomes.get(words) ?? outcomes.size;
			outcomes.set(words, outcome);
			return {...found, outcome};
		});
	return joined(withoutPaths(classes) ?? classes);
}

/** A class with a number that those alone have in common whose requests go to the same versions. */
interface ToldClass extends RequestClass {
	readonly outcome: number;
}

/** The rules that a request header of one exact value is enough for, by `NAME: VALUE`. */
function branchesOf({rules}: Route): ReadonlyMap<string, readonly Rule[]> {
	const branches = new Map<string, Rule[]>();
	for (const rule of rules) {
		const ends = new Set(rule.destinations.map(destination => keyOfEnd(endOf(rule, destination))));
		if (ends.size !== 1) continue;
		for (const key of commonHeaders(rule)) add(branches, key, rule);
	}

	return branches;
}

/** The headers of one exact value that each clause of a rule asks for. */
function commonHeaders({matches}: Rule): ReadonlySet<string> {
	let common: ReadonlySet<string> | undefined;
	for (const match of matches) {
		const own = exactHeaders(match);
		common = new Set(common ? own.filter(key => common?.has(key)) : own);
		if (common.size === 0) break;
	}

	return common ?? new Set();
}

function exactHeaders({headers}: RequestMatch): readonly string[] {
	return [...headers].flatMap(([name, {kind, value}]) => (kind === 'exact' ? [`${name}: ${value}`] : []));
}

function partsOf(rule: Rule, branches: ReadonlyMap<string, readonly Rule[]>, names: Set<string>): readonly Part[] {
	const open = rule.destinations.filter(({weight}) => weight > 0);
	const total = open.reduce((sum, {weight}) => sum + weight, 0);
	const parts = new Map<string, End & {readonly weight: number}>();
	for (const destination of open) {
		const own = endOf(rule, destination);
		const end = own.version === undefined ? (branchOf(rule, destination, branches, names) ?? own) : own;
		const key = keyOfEnd(end);
		const weight = destination.weight + (parts.get(key)?.weight ?? 0);
		parts.set(key, {...end, weight});
	}

	const rest = 1 - (rule.abort?.percent ?? 0) / 100;
	return Array.from(parts.values(), ({weight, ...end}) => ({...end, share: (rest * weight) / total})).filter(
		({share}) => share > 0,
	);
}

/** What tells where a destination's requests end. */
type End = Omit<Part, 'share'>;

function endOf({rewrite, headers}: Rule, destination: Destination): End {
	const authority = rewrite?.authority ?? headers?.authority ?? destination.headers?.authority;
	return {version: destination.version, authority, host: destination.host};
}

function keyOfEnd({version, authority, host}: End): string {
	return version ?? authority ?? host;
}

/** Where the second pass ends that a destination leads to by a header that it sets, whose name is noted. */
function branchOf(
	rule: Rule,
	{headers}: Destination,
	branches: ReadonlyMap<string, readonly Rule[]>,
	names: Set<string>,
): End | undefined {
	for (const [name, value] of headers?.request.set ?? []) {
		const inner = (branches.get(`${name}: ${value}`) ?? []).find(other => other !== rule);
		if (!inner) continue;
		names.add(name);
		const [destination] = inner.destinations;
		return destination && endOf(inner, destination);
	}

	return undefined;
}

/** The header's name in a key of branches. */
function nameOf(key: string): string {
	return key.slice(0, key.indexOf(': '));
}

/**
 * The classes as they are for every path, when that is the same: then the rules of each path, which only rewrite it, say in the
 * same order the same of everything else. Undefined when the path decides who gets a request.
 */
function withoutPaths(classes: readonly ToldClass[]): readonly ToldClass[] | undefined {
	const byPath = new Map<string, {readonly key: string; readonly found: ToldClass}[]>();
	for (const each of classes) {
		for (const match of each.matches.length > 0 ? each.matches : [undefined]) {
			const {uri, ignoreUriCase, ...rest} = match ?? {uri: undefined, ignoreUriCase: false};
			const path = JSON.stringify([uri ?? null, ignoreUriCase === true]);
			const plain = match && !isEmpty({...match, uri: undefined}) ? {...match, uri: undefined} : undefined;
			const key = `${plain ? keyOf(rest) : ''} ${each.outcome}`;
			add(byPath, path, {key, found: {...each, matches: plain ? [plain] : []}});
		}
	}

	const every = byPath.get(JSON.stringify([null, false]));
	const wanted = every?.map(({key}) => key).join('\n');
	const isSame = [...byPath.values()].every(list => list.map(({key}) => key).join('\n') === wanted);
	return isSame ? every?.map(({found}) => found) : undefined;
}

/** Classes that come after each other and go to the same versions are one. */
function joined(classes: readonly ToldClass[]): readonly RequestClass[] {
	const groups: {last: ToldClass; readonly matches: (readonly RequestMatch[])[]}[] = [];
	for (const each of classes) {
		const group = groups.at(-1);
		if (group?.last.outcome === each.outcome) {
			group.last = each;
			group.matches.push(each.matches);
		} else groups.push({last: each, matches: [each.matches]});
	}

	return groups.map(({last: {parts, mirrors}, matches}) => {
		const isAll = matches.some(clauses => clauses.length === 0);
		return {matches: isAll ? [] : matches.flat(), parts, mirrors};
	});
}

function add<T>(lists: Map<string, T[]>, key: string, entry: T): void {
	const list = lists.get(key);
	if (list) list.push(entry);
	else lists.set(key, [entry]);
}

function outcomeOf({parts, mirrors}: RequestClass): string {
	return JSON.stringify([parts.map(part => [keyOfEnd(part), part.share]), mirrors]);
}

function isEmpty({
	headers,
	withoutHeaders,
	queryParams,
	method,
	scheme,
	authority,
	port,
	gateways,
	others,
}: RequestMatch): boolean {
	const sizes = [headers.size, withoutHeaders?.size ?? 0, queryParams.size, gateways?.length ?? 0, others.length];
	return sizes.every(size => size === 0) && !method && !scheme && !authority && port === undefined;
}

function keyOf(value: unknown): string {
	return JSON.stringify(value, (_, entry: unknown) => (entry instanceof Map ? [...entry] : entry));
}
