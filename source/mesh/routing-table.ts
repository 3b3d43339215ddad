import {namespacedName, type KubeObject} from '../objects/object.ts';
import {bareHost, commonHost, completeHost, patternsFor} from './host.ts';
import {comparePrecedence} from './http-route.ts';
import {completeGateway, listenersFor, meshGateway, type Listener} from './listener.ts';
import type {RequestMatch} from './match.ts';
import {routeOf} from './route-of.ts';
import type {Rule} from './route.ts';

/** The object that a rule stands in. */
export interface RouteReference {
	readonly kind: 'VirtualService' | 'HTTPRoute';
	readonly namespace: string;
	readonly name: string;
}

/** One clause of one rule, as the gateway tries it. */
export interface Choice {
	readonly route: RouteReference;
	readonly rule: Rule;
	/** What the request must meet; undefined for everything. */
	readonly clause: RequestMatch | undefined;
	/** Port of the gateway's listener; that of HTTP where it is not known. */
	readonly port: number;
}

/** What a gateway knows: the choices of each host pattern, in the order in which they are tried. */
export type RoutingTable = ReadonlyMap<string, readonly Choice[]>;

/** What one object says to the listeners that it was read for. */
interface Entry {
	readonly listeners: readonly Listener[];
	/** Names of the listeners that its route speaks of, as far as they are only taken for granted. */
	readonly heardAt: readonly string[];
	readonly hosts: ReadonlySet<string>;
	readonly choices: readonly Choice[];
}

/**
 * Puts VirtualServices and HTTPRoutes together as istiod does for a gateway: by host; older objects first, HTTPRoutes of one
 * host as one by their precedence; within a host, what takes every request comes last. Of listeners that are only taken for granted
 * it stays open by which one a request comes. An object that was read before for the same list of listeners is not read again.
 */
export function routingTable(objects: Iterable<KubeObject>, listeners: readonly Listener[]): RoutingTable {
	const byHost = new Map<string, Entry[]>();
	for (const {entry} of entriesByAge(objects, listeners)) {
		if (entry.choices.length === 0) continue;
		for (const host of entry.hosts) {
			const before = byHost.get(host);
			if (before) before.push(entry);
			else byHost.set(host, [entry]);
		}
	}

	return new Map(Array.from(byHost, ([host, entries]) => [host, joined(entries)]));
}

/**
 * What several objects say of one host. A sidecar knows one VirtualService of it, the oldest: there they are not put together (Istio,
 * VirtualService `hosts`).
 */
function joined(entries: readonly Entry[]): readonly Choice[] {
	const [first] = entries;
	if (first && entries.length === 1) return first.choices;
	const all = new Set(entries.flatMap(({heardAt}) => heardAt));
	let isTaken = false;
	const choices = entries.flatMap(entry => {
		const isVirtualService = entry.choices[0]?.route.kind === 'VirtualService';
		const heardAt = entry.heardAt.filter(name => !isVirtualService || !isTaken || name !== meshGateway);
		isTaken ||= isVirtualService && entry.heardAt.includes(meshGateway);
		if (heardAt.length === 0 && entry.heardAt.length > 0) return [];
		return heardAt.length === all.size ? entry.choices : entry.choices.map(choice => onlyAt(choice, heardAt));
	});
	return ordered(choices);
}

/** A choice that a gateway has only at some listeners. */
function onlyAt(choice: Choice, gateways: readonly string[]): Choice {
	return {...choice, clause: {...(choice.clause ?? everything), gateways: choice.clause?.gateways ?? gateways}};
}

/** A clause that every request meets. */
const everything: RequestMatch = {
	headers: new Map(),
	queryParams: new Map(),
	uri: undefined,
	method: undefined,
	others: [],
};

/** The choices for a Host header: those of the most specific pattern only; undefined when no pattern takes it. */
export function choicesFor(table: RoutingTable, host: string): readonly Choice[] | undefined {
	for (const pattern of patternsFor(bareHost(host))) {
		const choices = table.get(pattern);
		if (choices) return choices;
	}

	return undefined;
}

/** Entries by object, so that a change of one among thousands does not have all of them read anew. */
const cache = new WeakMap<KubeObject, Entry>();

function entriesByAge(
	objects: Iterable<KubeObject>,
	listeners: readonly Listener[],
): readonly {readonly entry: Entry}[] {
	return Array.from(objects, object => {
		let entry = cache.get(object);
		if (entry?.listeners !== listeners) {
			entry = readEntry(object, listeners);
			cache.set(object, entry);
		}

		return {entry, key: ageKey(object)};
	}).toSorted((one, other) => compareText(one.key, other.key));
}

function readEntry(object: KubeObject, all: readonly Listener[]): Entry {
	const listeners = listenersFor(object, all);
	const [first] = listeners;
	const route = first && routeOf(object);
	if (!route) return {listeners: all, heardAt: [], hosts: new Set(), choices: []};
	const {name, namespace = 'default'} = object.metadata;
	const hosts = new Set<string>();
	for (const text of route.hosts) {
		const host = completeHost(text.toLowerCase(), namespace);
		for (const each of listeners.flatMap(listener => listener.hosts)) {
			const common =
				each.namespace === undefined || each.namespace === namespace ? commonHost(each.host, host) : undefined;
			if (common !== undefined) hosts.add(common);
		}
	}

	const reference: RouteReference = {kind: first.routeKind, namespace, name};
	const choices: Choice[] = [];
	for (const rule of route.rules) {
		const clauses = rule.matches.length === 0 ? [undefined] : rule.matches;
		const own = clauses
			.filter(clause => isFor(clause, listeners, namespace))
			.map(clause => withoutListener(clause, listeners, namespace));
		choices.push(...own.map(clause => ({route: reference, rule, clause, port: first.port ?? 80})));
		// istiod writes nothing that comes after
		if (first.routeKind === 'VirtualService' && own.some(clause => takesAll(clause))) break;
	}

	const heardAt = [...new Set(listeners.filter(({isAssumed}) => isAssumed).map(listener => nameOf(listener)))];
	return {listeners: all, heardAt, hosts, choices: ordered(choices)};
}

/** A listener as clauses and people name it. */
function nameOf({gateway, section, port}: Listener): string {
	return `${gateway}${section === undefined ? '' : ` (${section})`}${port === undefined ? '' : `:${port}`}`;
}

/** Whether a clause is for one of the listeners, as far as it names gateways and ports. */
function isFor(clause: RequestMatch | undefined, listeners: readonly Listener[], namespace: string): boolean {
	const names = clause?.gateways?.map(name => completeGateway(name, namespace));
	return listeners.some(
		({gateway, port}) =>
			(names === undefined || names.includes(gateway)) &&
			(clause?.port === undefined || port === undefined || clause.port === port),
	);
}

/**
 * A clause without what was settled by its listeners. Of those that are not known it stays open which of them a request came by.
 */
function withoutListener(
	clause: RequestMatch | undefined,
	listeners: readonly Listener[],
	namespace: string,
): RequestMatch | undefined {
	if (!clause || (clause.port === undefined && clause.gateways === undefined)) return clause;
	const {port, gateways, ...rest} = clause;
	const isUnknown = listeners.some(listener => listener.port === undefined);
	const names = gateways?.map(name => completeGateway(name, namespace));
	const isForAll = names === undefined || listeners.every(({gateway}) => names.includes(gateway));
	return {
		...rest,
		...(isUnknown && port !== undefined && {port}),
		...(isUnknown && gateways && !isForAll && {gateways}),
	};
}

function ordered(choices: readonly Choice[]): readonly Choice[] {
	const specific = choices.filter(({clause}) => !takesAll(clause));
	const rest = choices.filter(({clause}) => takesAll(clause));
	return [...byPrecedence(specific), ...rest];
}

/** Puts the HTTPRoutes' rules among themselves in order, after those of VirtualServices. */
function byPrecedence(choices: readonly Choice[]): readonly Choice[] {
	const isHttpRoute = ({route}: Choice): boolean => route.kind === 'HTTPRoute';
	return [
		...choices.filter(choice => !isHttpRoute(choice)),
		...choices.filter(choice => isHttpRoute(choice)).toSorted((one, other) => comparePrecedence(one.rule, other.rule)),
	];
}

/** Whether a clause asks for nothing but a path that every request has (istiod, IsCatchAllRoute). */
export function takesAll(clause: RequestMatch | undefined): boolean {
	if (!clause) return true;
	const {headers, withoutHeaders, queryParams, uri, method, scheme, authority, others} = clause;
	const isAnyPath =
		!uri || (uri.kind === 'prefix' && uri.value === '/') || (uri.kind === 'regex' && uri.value === '.*');
	const isPlain =
		headers.size === 0 && (withoutHeaders?.size ?? 0) === 0 && queryParams.size === 0 && others.length === 0;
	return isAnyPath && isPlain && !method && !scheme && !authority;
}

function ageKey({metadata}: KubeObject): string {
	return `${metadata.creationTimestamp ?? ''} ${metadata.name}.${metadata.namespace ?? ''}`;
}

function compareText(one: string, other: string): number {
	if (one === other) return 0;
	return one < other ? -1 : 1;
}

/** An object as messages name it: `VirtualService models/wisdom`. */
export function describeReference({kind, namespace, name}: RouteReference): string {
	return `${kind} ${namespacedName(namespace, name)}`;
}
