import {joinOperations, noOperations, type HeaderOperations} from './header-operations.ts';
import {bareHost, completeHost} from './host.ts';
import {describeMatch, meets, type ReceivedRequest} from './match.ts';
import {locationOf} from './redirect.ts';
import {normalisePath, rewritePath} from './rewrite.ts';
import type {Destination, Mirror, Rule} from './route.ts';
import {choicesFor, describeReference, type Choice, type RouteReference, type RoutingTable} from './routing-table.ts';

/** A request with all that a gateway looks at. */
export interface GatewayRequest extends ReceivedRequest {
	readonly host: string;
	/** @default 'http' */
	readonly scheme?: string;
}

/** A request that is sent on. */
export interface Forward {
	readonly kind: 'forward';
	readonly route: RouteReference;
	readonly rule: Rule;
	/** The destination that was chosen; its host is complete. */
	readonly destination: Destination;
	readonly host: string;
	/** With its query. */
	readonly path: string;
	readonly requestHeaders: readonly HeaderOperations[];
	readonly responseHeaders: readonly HeaderOperations[];
	/** Who gets a copy; hosts are complete. */
	readonly mirrors: readonly Mirror[];
	readonly timeoutMs: number | undefined;
	/** What the gateway answers when nobody serves the destination. */
	readonly statusWithoutHost: 500 | 503;
	/** Why, in words. */
	readonly reason: string;
}

/** An answer that the gateway itself gives. */
export interface Reply {
	readonly kind: 'reply';
	/** Undefined when no route takes the request. */
	readonly route: RouteReference | undefined;
	readonly rule: Rule | undefined;
	readonly status: number;
	readonly location: string | undefined;
	readonly body: string;
	readonly responseHeaders: readonly HeaderOperations[];
	readonly reason: string;
}

/** A request that a clause takes and that goes to one of the rule's destinations. */
interface Decision {
	readonly kind: 'decision';
	readonly choice: Choice;
	/** As routes see it: with a scheme and without dot segments. */
	readonly request: GatewayRequest;
	/** Those that can be chosen. */
	readonly destinations: readonly Destination[];
}

/** What the gateway answers in place of what a rule does with a request, and for how many of 100. */
interface AbortReply {
	readonly percent: number;
	readonly reply: Reply;
}

/**
 * Where a gateway sends a request, and why. Clauses that cannot be decided (parts that are not interpreted, patterns that RE2
 * refuses) are taken for not met.
 * @param random A number in [0, 1) each time, for weights and for the shares of mirrors.
 */
export function resolve(table: RoutingTable, request: GatewayRequest, random: () => number): Forward | Reply {
	const decided = decide(table, request);
	const abort = abortOf(decided);
	if (abort && random() * 100 < abort.percent) return abort.reply;
	if (decided.kind === 'reply') return decided;
	const destination = choose(decided.destinations, random);
	if (!destination) return withoutDestination(decided);
	const {mirrors = []} = decided.choice.rule;
	return forwardOf(
		decided,
		destination,
		mirrors.filter(({percent}) => random() * 100 < percent),
	);
}

/** A request as routes see it: with a scheme and without dot segments. */
export function asSeen(request: GatewayRequest): GatewayRequest & {readonly scheme: string} {
	return {scheme: 'http', ...request, path: normalisePath(request.path)};
}

/** As far as a request's way is certain: an answer of the gateway itself, or the rule among whose destinations one is drawn. */
export function decide(table: RoutingTable, request: GatewayRequest): Decision | Reply {
	const sent = asSeen(request);
	const choices = choicesFor(table, sent.host);
	if (!choices) return noRoute(`no route has the host ${bareHost(sent.host)}`);
	const choice = choices.find(({clause}) => !clause || meets(sent, clause) === true);
	if (!choice) {
		const names = [...new Set(choices.map(({route}) => describeReference(route)))].join(' and ');
		return noRoute(`${names} ${names.includes(' and ') ? 'have' : 'has'} the host, but no rule that takes the request`);
	}

	const destinations = choice.rule.destinations.filter(({weight}) => weight > 0);
	return replyOf(choice, sent) ?? {kind: 'decision', choice, request: sent, destinations};
}

/** The fault that a rule injects (Envoy's fault filter, which goes before redirects and answers of the route). */
export function abortOf(decided: Decision | Reply): AbortReply | undefined {
	const {route, rule, reason} =
		decided.kind === 'decision' ? {...decided.choice, reason: reasonOf(decided.choice)} : decided;
	if (!route || !rule?.abort) return undefined;
	const {status, percent} = rule.abort;
	const responseHeaders = rule.headers ? [rule.headers.response] : [];
	const body = 'fault filter abort';
	return {percent, reply: {kind: 'reply', route, rule, status, location: undefined, body, responseHeaders, reason}};
}

/** What the gateway answers for a rule none of whose destinations has a weight. */
export function withoutDestination({choice}: Decision): Reply {
	return {...noRoute(`${reasonOf(choice)}, which has no destination`), status: 503};
}

function noRoute(reason: string): Reply {
	return {
		kind: 'reply',
		route: undefined,
		rule: undefined,
		status: 404,
		location: undefined,
		body: '',
		responseHeaders: [],
		reason,
	};
}

function replyOf(choice: Choice, request: GatewayRequest & {readonly scheme: string}): Reply | undefined {
	const {route, rule, clause, port} = choice;
	const {redirect, directResponse} = rule;
	const responseHeaders = rule.headers ? [rule.headers.response] : [];
	const reason = reasonOf(choice);
	const common = {kind: 'reply', route, rule, responseHeaders, reason} as const;
	if (redirect) {
		const location = locationOf(redirect, {...request, port}, clause?.uri);
		return {...common, status: redirect.status, location, body: ''};
	}

	return directResponse && {...common, ...directResponse, location: undefined};
}

/** What a request is made into for a destination of its rule, with copies for these mirrors. */
export function forwardOf({choice, request}: Decision, destination: Destination, mirrors: readonly Mirror[]): Forward {
	const {route, rule, clause} = choice;
	const {rewrite, headers, destinations, timeoutMs} = rule;
	const changes = [headers, destination.headers];
	const [ruleRequest = noOperations, ownRequest = noOperations] = changes.map(change => change?.request);
	const [ruleResponse = noOperations, ownResponse = noOperations] = changes.map(change => change?.response);
	const isOnly = destinations.length === 1;
	const complete = (host: string): string => completeHost(host, route.namespace);
	return {
		kind: 'forward',
		route,
		rule,
		destination: {...destination, host: complete(destination.host)},
		host: rewrite?.authority ?? headers?.authority ?? destination.headers?.authority ?? request.host,
		path: rewrite ? rewritePath(request.path, rewrite, clause?.uri) : request.path,
		requestHeaders: isOnly ? joinOperations(ruleRequest, ownRequest) : [ownRequest, ruleRequest],
		responseHeaders: isOnly ? joinOperations(ruleResponse, ownResponse) : [ownResponse, ruleResponse],
		mirrors: mirrors.map(mirror => ({...mirror, host: complete(mirror.host)})),
		timeoutMs,
		statusWithoutHost: route.kind === 'HTTPRoute' ? 500 : 503,
		reason: reasonOf(choice),
	};
}

/** One of several destinations, by weight; undefined when there is none. */
function choose(open: readonly Destination[], random: () => number): Destination | undefined {
	if (open.length < 2) return open[0];
	let left = random() * open.reduce((sum, {weight}) => sum + weight, 0);
	for (const destination of open) {
		left -= destination.weight;
		if (left < 0) return destination;
	}

	return open.at(-1);
}

/** `VirtualService models/wisdom, rule wisdom-1: traffic: test`. */
function reasonOf({route, rule, clause}: Choice): string {
	const name = rule.name === '' ? '' : `, rule ${rule.name}`;
	return `${describeReference(route)}${name}: ${clause ? describeMatch(clause) : 'everything'}`;
}
