import {versionAtHost, versionOf, type VersionName} from '../info/version-host.ts';
import type {HeaderOperations} from '../mesh/header-operations.ts';
import {describeMatch} from '../mesh/match.ts';
import {mismatches} from '../mesh/mismatch.ts';
import type {Possibility} from '../mesh/outcomes.ts';
import type {GatewayRequest} from '../mesh/resolve.ts';
import {choicesFor, describeReference, type Choice, type RoutingTable} from '../mesh/routing-table.ts';
import type {Pass, RejectedRule} from './explanation.ts';

/** What one way through a gateway needs to be told. */
export interface PassContext {
	readonly table: RoutingTable;
	readonly versions: readonly (VersionName & {readonly title: string})[];
}

/** One way through a gateway as a person reads it; undefined when no rule took the request. */
export function describePass(
	context: PassContext,
	request: GatewayRequest,
	{resolution, choice, tried, weight, totalWeight}: Possibility,
): Pass | undefined {
	if (!choice || resolution.kind === 'undecided') return undefined;
	const {table, versions} = context;
	const received = {host: request.host, path: request.path};
	const common = {
		...ruleOf(table, request, choice),
		clause: choice.clause ? describeMatch(choice.clause) : 'everything',
		weight,
		totalWeight,
		received,
		rejected: rejectedRules(context, request, tried),
	};
	if (resolution.kind === 'reply') {
		return {...common, sent: received, destination: undefined, setHeaders: {}, removedHeaders: [], mirrors: []};
	}

	const {host, path, destination, requestHeaders, mirrors} = resolution;
	return {
		...common,
		sent: {host, path},
		destination: {host: destination.host, port: destination.port},
		...headersOf(requestHeaders),
		mirrors: mirrors.map(mirror => ({
			host: mirror.host,
			version: versionAtHost(mirror.host, versions, choice.route.namespace)?.title,
			percent: mirror.percent,
		})),
	};
}

/** Why each rule that was tried in vain did not take a request. */
export function rejectedRules(
	{table, versions}: PassContext,
	request: GatewayRequest,
	tried: readonly Choice[],
): readonly RejectedRule[] {
	const rules = new Map<Choice['rule'], RejectedRule>();
	for (const choice of tried) {
		const {route, rule} = ruleOf(table, request, choice);
		const unmet = choice.clause ? mismatches(request, choice.clause) : [];
		const here = {unmet: unmet.length, reason: unmet.join(' and ')};
		const {reasons = [], closest = here} = rules.get(choice.rule) ?? {};
		rules.set(choice.rule, {
			route,
			rule,
			versions: versionsBehind(choice, versions),
			reasons: [...reasons, here.reason],
			closest: here.unmet < closest.unmet ? here : closest,
		});
	}

	return [...rules.values()];
}

/** The versions that a rule leads to, by the answers' `app-version`, the Host that requests get, or the destinations. */
function versionsBehind({rule, route}: Choice, versions: PassContext['versions']): readonly string[] {
	const found = rule.destinations
		.filter(({weight}) => weight > 0)
		.flatMap(({version, host, headers}) => {
			const authority = rule.rewrite?.authority ?? rule.headers?.authority ?? headers?.authority;
			return versionOf({version, authority, host}, versions, route.namespace)?.title ?? [];
		});
	return [...new Set(found)];
}

/** A rule's name, else its place among those of its route in the order in which they are tried. */
export function ruleOf(
	table: RoutingTable,
	request: GatewayRequest,
	{route, rule}: Choice,
): Pick<Pass, 'route' | 'rule' | 'index'> {
	const title = describeReference(route);
	const own = (choicesFor(table, request.host) ?? []).filter(choice => describeReference(choice.route) === title);
	const index = [...new Set(own.map(choice => choice.rule))].indexOf(rule);
	return {route, rule: rule.name === '' ? `number ${index + 1}` : rule.name, index};
}

function headersOf(operations: readonly HeaderOperations[]): Pick<Pass, 'setHeaders' | 'removedHeaders'> {
	const set = operations.flatMap(each => [...each.set, ...each.add]);
	const removed = operations.flatMap(({remove}) => remove);
	return {setHeaders: Object.fromEntries(set), removedHeaders: [...new Set(removed)]};
}
