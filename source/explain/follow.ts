import {versionOf} from '../info/version-host.ts';
import {changeHeaders, type Header} from '../mesh/header-operations.ts';
import {bareHost} from '../mesh/host.ts';
import {mismatches} from '../mesh/mismatch.ts';
import {possibilities, receivedBy, type Possibility} from '../mesh/outcomes.ts';
import type {Forward, GatewayRequest, Reply} from '../mesh/resolve.ts';
import {choicesFor, describeReference, type Choice} from '../mesh/routing-table.ts';
import type {Outcome, Pass} from './explanation.ts';
import {describePass, rejectedRules, ruleOf, type PassContext} from './pass.ts';

/** How often a request may come back to the gateway; Iter8's routes need two passes. */
const mostPasses = 5;
/** How many ways of one request are told apart. */
const mostOutcomes = 500;

interface Way {
	readonly request: GatewayRequest;
	readonly probability: number;
	readonly passes: readonly Pass[];
	readonly forwards: readonly Forward[];
	/** What the passes so far began with. */
	readonly earlier: readonly string[];
	/** Where the rules so far say what is not followed. */
	readonly unfollowed: readonly string[];
}

/**
 * Everything that can come of a request, followed through the gateways until a version's host is reached: a destination that
 * gives the request an app's own host again, or a header that a rule of that host asks for, leads to another pass.
 */
export function follow(context: PassContext, request: GatewayRequest): readonly Outcome[] {
	const outcomes: Outcome[] = [];
	const open: Way[] = [{request, probability: 1, passes: [], forwards: [], earlier: [], unfollowed: []}];
	for (let way = open.shift(); way; way = open.shift()) {
		if (outcomes.length + open.length >= mostOutcomes) {
			const rest = [way, ...open].reduce((sum, {probability}) => sum + probability, 0);
			outcomes.push({...failure(way, `the route has more than ${mostOutcomes} ways for it`), probability: rest});
			break;
		}

		for (const possibility of possibilities(context.table, way.request)) {
			const next = step(context, way, possibility);
			if ('kind' in next) outcomes.push(next);
			else open.push(next);
		}
	}

	return outcomes.toSorted((one, other) => other.probability - one.probability);
}

/** One possibility of one pass: what comes of the request, or its way on. */
function step(context: PassContext, way: Way, possibility: Possibility): Outcome | Way {
	const {resolution, choice, weight, totalWeight} = possibility;
	if (resolution.kind === 'undecided') {
		const rejected = rejectedRules(context, way.request, possibility.tried);
		return {...undecided(context, way, choice), rejected};
	}

	const pass = describePass(context, way.request, possibility);
	const passes = pass ? [...way.passes, pass] : way.passes;
	const probability = (way.probability * weight) / totalWeight;
	const doubts = choice ? doubtsOf(choice, resolution, way.request) : [];
	const here = {...way, probability, passes, unfollowed: [...way.unfollowed, ...doubts]};
	if (resolution.kind === 'reply') {
		const rejected = pass ? [] : rejectedRules(context, way.request, possibility.tried);
		return {...answer(here, resolution), rejected};
	}

	const forwards = [...way.forwards, resolution];
	const request = receivedBy(resolution, way.request);
	const next = {...here, request, forwards, earlier: [...way.earlier, identity(way.request)]};
	if (!comesBack(context, resolution)) return arrival(context, next, resolution);
	if (next.earlier.includes(identity(request))) {
		return failure(next, `rule ${pass?.rule} sends it back to the gateway as it came, again and again`);
	}

	if (passes.length >= mostPasses) return failure(next, `it comes back to the gateway more than ${mostPasses} times`);
	return {...next, unfollowed: [...next.unfollowed, ...filledHeaders(context, resolution)]};
}

/** Headers with which a request comes back, whose values the gateway makes of commands, and that decide what comes next. */
function filledHeaders({table}: PassContext, {host, requestHeaders, route}: Forward): readonly string[] {
	const asked = new Set(
		(choicesFor(table, host) ?? []).flatMap(({clause}) => [
			...(clause?.headers.keys() ?? []),
			...(clause?.withoutHeaders?.keys() ?? []),
		]),
	);
	const given = requestHeaders.flatMap(({set, add}) => [...set, ...add]);
	return given
		.filter(([name, value]) => asked.has(name) && /%[^%]/.test(value.replaceAll('%%', '')))
		.map(([name]) => `header ${name} as its gateway fills it in by ${describeReference(route)}`);
}

/** Whether a clause takes a request cannot be told. */
function undecided({table}: PassContext, way: Way, choice: Choice | undefined): Outcome {
	const {clause, route} = choice ?? {};
	const reasons = clause ? mismatches(way.request, clause) : [];
	const rule = choice ? ruleOf(table, way.request, choice).rule : '';
	const where = route ? `rule ${rule} of ${describeReference(route)}` : '';
	return {
		...failure(way, ''),
		kind: 'unfollowed',
		unfollowed: reasons.map(reason => `${where}: ${reason}`),
		summary: `not told: whether ${where} takes it, as ${reasons.join(' and ')}`,
	};
}

/** What is not followed of a rule that took a request, and of the destination that was drawn. */
function doubtsOf({route, rule}: Choice, resolution: Forward | Reply, {method}: GatewayRequest): readonly string[] {
	const ofDestination = resolution.kind === 'forward' ? (resolution.destination.unfollowed ?? []) : [];
	const isPreflight = method === 'OPTIONS' && rule.hasCors === true;
	return [...(rule.unfollowed ?? []), ...ofDestination, ...(isPreflight ? ['corsPolicy'] : [])].map(
		path => `${path} of ${describeReference(route)}`,
	);
}

function identity({host, path, headers}: GatewayRequest): string {
	return JSON.stringify([host, path, Object.entries(headers).toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}

/** Services of gateways that look at every route: Istio's and Knative's. */
const gatewayServices = new Set(['istio-ingressgateway', 'knative-local-gateway', 'cluster-local-gateway']);

/** Whether a destination is a gateway that looks at the app's routes once more. */
function comesBack({table}: PassContext, {rule, destination, host, requestHeaders}: Forward): boolean {
	const choices = choicesFor(table, host);
	if (!choices) return false;
	const authority = rule.rewrite?.authority ?? rule.headers?.authority ?? destination.headers?.authority;
	if (authority !== undefined || table.has(bareHost(destination.host))) return true;
	if (gatewayServices.has(destination.host.split('.')[0] ?? '')) return true;
	const set = new Set(requestHeaders.flatMap(operations => [...operations.set.keys(), ...operations.add.keys()]));
	return choices.some(({clause}) => [...(clause?.headers.keys() ?? [])].some(name => set.has(name)));
}

/** A destination that looks at no route of the app: a Service, or a gateway that knows others by the Host that is set. */
function arrival({table, versions}: PassContext, way: Way, {destination, host, route}: Forward): Outcome {
	const appVersion = appVersionOf(way.forwards);
	const place = choicesFor(table, host) ? destination.host : host;
	const answered = {version: appVersion, authority: place, host: destination.host};
	const version = versionOf(answered, versions, route.namespace)?.title;
	return {
		probability: way.probability,
		kind: version === undefined ? 'host' : 'version',
		version,
		appVersion,
		status: undefined,
		summary: `answered by ${version ?? place}`,
		unfollowed: way.unfollowed,
		doubts: [],
		passes: way.passes,
		rejected: [],
	};
}

function answer(way: Way, {status, location, route, reason}: Reply): Outcome {
	const where = location === undefined ? '' : ` and location ${location}`;
	return {
		...failure(way, reason),
		kind: route === undefined ? 'failure' : 'answer',
		status,
		summary:
			route === undefined
				? `answered by the gateway with HTTP ${status}: ${reason}`
				: `answered by the gateway itself with HTTP ${status}${where}`,
	};
}

function failure({probability, passes, forwards, unfollowed}: Way, reason: string): Outcome {
	return {
		probability,
		kind: 'failure',
		version: undefined,
		appVersion: appVersionOf(forwards),
		status: undefined,
		summary: `answered by nobody: ${reason}`,
		unfollowed,
		doubts: [],
		passes,
		rejected: [],
	};
}

/** The answer's `app-version` after each pass, the last first, has done what it does to headers. */
function appVersionOf(forwards: readonly Forward[]): string | undefined {
	let headers: readonly Header[] = [];
	for (const {responseHeaders} of forwards.toReversed()) headers = changeHeaders(headers, responseHeaders);
	const values = headers.filter(([name]) => name === 'app-version').map(([, value]) => value);
	return values.length === 0 ? undefined : values.join(', ');
}
