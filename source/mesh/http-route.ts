import {parseDuration} from '../objects/duration.ts';
import {fieldAt, isRecord, listAt, numberAt, stringAt, stringsAt, type KubeObject} from '../objects/object.ts';
import {unfollowedIn} from './fields/field.ts';
import {apiRuleField, backendField, httpRouteField, matchField} from './fields/http-route.ts';
import {headerChanges, noOperations, type HeaderChanges, type HeaderOperations} from './header-operations.ts';
import type {RequestMatch} from './match.ts';
import type {Redirect} from './redirect.ts';
import type {Rewrite} from './rewrite.ts';
import {doubtful, type Destination, type Mirror, type Route, type Rule} from './route.ts';
import type {StringMatch} from './string-match.ts';

/**
 * Reads an HTTPRoute (gateway.networking.k8s.io/v1) as Istio does. Each clause becomes a rule of its own, in the order of
 * precedence: the most specific first. Malformed parts and filters of other kinds are left out rather than guessed at.
 */
export function httpRouteRules(object: KubeObject): Route {
	const {namespace = 'default'} = object.metadata;
	const hosts = stringsAt(object, 'spec', 'hostnames');
	const rules = listAt(object, 'spec', 'rules').flatMap((rule, index) =>
		readRule(rule, namespace, `spec.rules[${index}]`),
	);
	return {
		hosts: hosts.length > 0 ? hosts : ['*'],
		rules: rules.toSorted(comparePrecedence),
		...doubtful([
			...unfollowedIn(fieldAt(object, 'spec') ?? {}, httpRouteField, 'spec'),
			...listAt(object, 'spec', 'parentRefs').flatMap((parent, index) =>
				unknownReference(parent, parentGroups, `spec.parentRefs[${index}]`),
			),
		]),
	};
}

/**
 * Which of two rules with one clause each is tried first (HTTPRouteRule, `matches`): an exact path before a prefix before a
 * pattern, the longer path, one with a method, more headers, more query parameters; else their order.
 */
export function comparePrecedence(one: Rule, other: Rule): number {
	const [a, b] = [precedence(one), precedence(other)];
	const index = a.findIndex((value, place) => value !== b[place]);
	return index < 0 ? 0 : (b[index] ?? 0) - (a[index] ?? 0);
}

function precedence({matches: [match]}: Rule): readonly number[] {
	if (!match) return [2, 1, 0, 0, 0];
	const {uri, method, headers, queryParams} = match;
	const {kind, value} = uri ?? {kind: 'prefix', value: '/'};
	const rank = kind === 'exact' ? 3 : kind === 'regex' ? 1 : 2;
	return [rank, value.length, method ? 1 : 0, headers.size, queryParams.size];
}

function readRule(rule: unknown, namespace: string, path: string): readonly Rule[] {
	const backends = listAt(rule, 'backendRefs');
	const filters = listAt(rule, 'filters');
	const redirect = readRedirect(filterOf(filters, 'RequestRedirect', 'requestRedirect'));
	const destinations = backends
		.map((backend, index) => ({
			...readBackend(backend, namespace),
			...doubtful(unfollowedOf(backend, namespace, `${path}.backendRefs[${index}]`)),
		}))
		.filter(({weight}) => weight > 0);
	const isUnserved = !redirect && destinations.length === 0;
	const read: Omit<Rule, 'matches'> = {
		...doubtful([...unfollowedIn(rule, apiRuleField, path), ...unknownTypes(filters, path, ruleFilters)]),
		name: stringAt(rule, 'name') ?? '',
		destinations,
		rewrite: readRewrite(filterOf(filters, 'URLRewrite', 'urlRewrite')),
		headers: readHeaders(filters),
		mirrors: filters
			.filter(filter => stringAt(filter, 'type') === 'RequestMirror')
			.map(filter => readMirror(fieldAt(filter, 'requestMirror'), namespace)),
		redirect,
		directResponse: isUnserved ? {status: 500, body: ''} : undefined,
		timeoutMs:
			parseDuration(stringAt(rule, 'timeouts', 'backendRequest') ?? stringAt(rule, 'timeouts', 'request') ?? '') ||
			undefined,
	};
	const matches = listAt(rule, 'matches').map(match => readMatch(match));
	if (matches.length === 0) return [{...read, matches: []}];
	return matches.map(match => ({...read, matches: match ? [match] : []}));
}

const backendFilters: readonly string[] = ['RequestHeaderModifier', 'ResponseHeaderModifier'];
const ruleFilters: readonly string[] = [...backendFilters, 'RequestMirror', 'RequestRedirect', 'URLRewrite'];

/** Where filters are of types that are not followed; what such a filter says may be named as well. */
function unknownTypes(filters: readonly unknown[], path: string, known: readonly string[]): readonly string[] {
	return filters.flatMap((filter, index) =>
		known.includes(stringAt(filter, 'type') ?? '') ? [] : [`${path}.filters[${index}].type`],
	);
}

/** The kinds that a reference may be of, each with its group; the first is meant where it says neither. */
type Groups = ReadonlyMap<string, string>;

const parentGroups: Groups = new Map([
	['Gateway', 'gateway.networking.k8s.io'],
	['Service', ''],
]);
const backendGroups: Groups = new Map([
	['Service', ''],
	['Hostname', 'networking.istio.io'],
]);

/** Where a reference is one to something that is not followed: the same kind of another group is another kind. */
function unknownReference(reference: unknown, groups: Groups, path: string): readonly string[] {
	const [usual] = groups;
	const group = groups.get(stringAt(reference, 'kind') ?? usual?.[0] ?? '');
	if (group === undefined) return [`${path}.kind`];
	return (stringAt(reference, 'group') ?? usual?.[1]) === group ? [] : [`${path}.group`];
}

/**
 * A backend of another kind; one of another namespace, which needs a ReferenceGrant that is not read; one that istiod does not take,
 * as it has no port or a Service's name has a dot.
 */
function unfollowedOf(backend: unknown, namespace: string, path: string): readonly string[] {
	const isOwn = (stringAt(backend, 'namespace') ?? namespace) === namespace;
	const isHost = stringAt(backend, 'kind') === 'Hostname';
	return [
		...unfollowedIn(backend, backendField, path),
		...unknownTypes(listAt(backend, 'filters'), path, backendFilters),
		...unknownReference(backend, backendGroups, path),
		...(isOwn ? [] : [`${path}.namespace`]),
		...(!isHost && stringAt(backend, 'name')?.includes('.') ? [`${path}.name`] : []),
		...(numberAt(backend, 'port') === undefined ? [`${path}.port`] : []),
	];
}

/** A clause; undefined for one that takes everything. */
function readMatch(match: unknown): RequestMatch | undefined {
	const uri = readPath(fieldAt(match, 'path'));
	const method = stringAt(match, 'method');
	const headers = readMatches(listAt(match, 'headers'), name => name.toLowerCase());
	const queryParams = readMatches(listAt(match, 'queryParams'), name => name);
	const others = match === undefined ? [] : unfollowedIn(match, matchField, '').map(path => path.slice(1));
	const isEmpty = headers.size === 0 && queryParams.size === 0 && others.length === 0;
	if (!uri && method === undefined && isEmpty) return undefined;
	return {
		headers,
		queryParams,
		uri,
		method: method === undefined ? undefined : {kind: 'exact', value: method},
		others,
	};
}

/** A path's comparison; undefined for the prefix `/`, which every path has. */
function readPath(path: unknown): StringMatch | undefined {
	const value = stringAt(path, 'value') ?? '/';
	switch (stringAt(path, 'type') ?? 'PathPrefix') {
		case 'Exact':
			return {kind: 'exact', value};
		case 'RegularExpression':
			return {kind: 'regex', value};
		default: {
			const bare = value.replace(/\/$/, '');
			return bare === '' ? undefined : {kind: 'segments', value: bare};
		}
	}
}

/** Of several entries of one name, the first counts. */
function readMatches(entries: readonly unknown[], nameOf: (name: string) => string): ReadonlyMap<string, StringMatch> {
	const matches = new Map<string, StringMatch>();
	for (const entry of entries) {
		const name = nameOf(stringAt(entry, 'name') ?? '');
		const kind = stringAt(entry, 'type') === 'RegularExpression' ? 'regex' : 'exact';
		if (!matches.has(name)) matches.set(name, {kind, value: stringAt(entry, 'value') ?? ''});
	}

	return matches;
}

function readBackend(backend: unknown, namespace: string): Destination {
	const headers = readHeaders(listAt(backend, 'filters'));
	return {
		version: headers?.response.set.get('app-version') ?? headers?.response.add.get('app-version'),
		host: hostOf(backend, namespace),
		weight: numberAt(backend, 'weight') ?? 1,
		port: numberAt(backend, 'port'),
		headers,
	};
}

/** The in-mesh host of a Service, or of Istio's kind `Hostname`, whose name it is. */
function hostOf(reference: unknown, namespace: string): string {
	const name = stringAt(reference, 'name') ?? '';
	if (stringAt(reference, 'kind') === 'Hostname') return name;
	return `${name}.${stringAt(reference, 'namespace') ?? namespace}.svc.cluster.local`;
}

function readHeaders(filters: readonly unknown[]): HeaderChanges | undefined {
	const request = filterOf(filters, 'RequestHeaderModifier', 'requestHeaderModifier');
	const response = filterOf(filters, 'ResponseHeaderModifier', 'responseHeaderModifier');
	if (request === undefined && response === undefined) return undefined;
	return headerChanges(readOperations(request), readOperations(response));
}

function readOperations(value: unknown): HeaderOperations {
	if (value === undefined) return noOperations;
	return {
		remove: stringsAt(value, 'remove').map(name => name.toLowerCase()),
		set: readValues(listAt(value, 'set')),
		add: readValues(listAt(value, 'add')),
	};
}

function readValues(entries: readonly unknown[]): ReadonlyMap<string, string> {
	const values = new Map<string, string>();
	for (const entry of entries) {
		const name = (stringAt(entry, 'name') ?? '').toLowerCase();
		if (!values.has(name)) values.set(name, stringAt(entry, 'value') ?? '');
	}

	return values;
}

function readRewrite(filter: unknown): Rewrite | undefined {
	if (!isRecord(filter)) return undefined;
	const path = fieldAt(filter, 'path');
	const full = stringAt(path, 'replaceFullPath');
	const prefix = stringAt(path, 'replacePrefixMatch');
	const authority = stringAt(filter, 'hostname');
	if (stringAt(path, 'type') === 'ReplaceFullPath' && full !== undefined) {
		return {authority, path: {kind: 'regex', pattern: '/.*', substitution: full}};
	}

	return {
		authority,
		path: prefix === undefined ? undefined : {kind: 'prefix', value: prefix.replace(/\/$/, '') || '/'},
	};
}

function readMirror(filter: unknown, namespace: string): Mirror {
	const reference = fieldAt(filter, 'backendRef');
	const numerator = numberAt(filter, 'fraction', 'numerator');
	const percent =
		numerator === undefined
			? (numberAt(filter, 'percent') ?? 100)
			: (100 * numerator) / (numberAt(filter, 'fraction', 'denominator') ?? 100);
	return {host: hostOf(reference, namespace), port: numberAt(reference, 'port'), percent};
}

function readRedirect(filter: unknown): Redirect | undefined {
	if (!isRecord(filter)) return undefined;
	const scheme = stringAt(filter, 'scheme');
	const full = stringAt(filter, 'path', 'replaceFullPath');
	const prefix = stringAt(filter, 'path', 'replacePrefixMatch');
	const whole = full === undefined ? undefined : ({kind: 'whole', value: full} as const);
	return {
		status: numberAt(filter, 'statusCode') ?? 302,
		scheme,
		authority: stringAt(filter, 'hostname'),
		port: numberAt(filter, 'port') ?? (scheme === undefined ? 'listener' : undefined),
		path: prefix === undefined ? whole : {kind: 'prefix', value: prefix},
	};
}

function filterOf(filters: readonly unknown[], type: string, field: string): unknown {
	const filter = filters.findLast(each => stringAt(each, 'type') === type);
	return fieldAt(filter, field);
}
