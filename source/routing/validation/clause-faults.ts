import {isClaim} from '../../mesh/claim.ts';
import {matchesWhole, patternOf} from '../../mesh/re2/pattern.ts';
import {isRecord, stringsAt} from '../../objects/object.ts';
import type {AppSpec} from '../app-spec.ts';
import {gatewaysOf, hostsOf} from '../reach.ts';
import {implies} from './implication.ts';
import {meshFaults} from './mesh-limits.ts';
import {canBeginWith, unknownKey, valueFaults, valueMatch, type ValueMatch} from './value-faults.ts';

/** The parts of a clause (Istio HTTPMatchRequest). */
const parts = [
	'name',
	'uri',
	'ignoreUriCase',
	'scheme',
	'method',
	'authority',
	'headers',
	'withoutHeaders',
	'queryParams',
	'port',
	'gateways',
	'sourceLabels',
	'sourceNamespace',
	'statPrefix',
] as const;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** Why a clause of a match is malformed, can never hold, or cannot be said to the app's mesh; empty when all is well. */
export function clauseFaults(app: AppSpec, clause: unknown): readonly string[] {
	if (!isRecord(clause)) return ['it is not a mapping, as in {headers: {traffic: {exact: test}}}'];
	const unknown = Object.keys(clause).filter(key => !parts.some(part => part === key));
	if (unknown.length > 0) return unknown.map(key => `it ${unknownKey(key, parts)}`);
	const asked = Object.keys(clause).filter(key => key !== 'name' && key !== 'statPrefix' && key !== 'ignoreUriCase');
	if (asked.length === 0) return ['it is empty, so it would take every request'];
	const faults = [
		...pathFaults(clause['uri']),
		...oneOfFaults('method', clause['method'], methods),
		...oneOfFaults('scheme', clause['scheme'], ['http', 'https']),
		...authorityFaults(app, clause['authority']),
		...mapFaults('headers', clause['headers'], {mayBePresent: true}),
		...mapFaults('withoutHeaders', clause['withoutHeaders'], {mayBePresent: true, mayBeEmpty: true}),
		...mapFaults('queryParams', clause['queryParams'], {mayBePresent: false, mayBeEmpty: true}),
		...placeFaults(app, clause),
	];
	return faults.length > 0 ? faults : [...contradictions(clause), ...meshFaults(app, clause)];
}

function pathFaults(uri: unknown): readonly string[] {
	if (uri === undefined) return [];
	const malformed = valueFaults(uri, {});
	if (malformed.length > 0) return malformed.map(each => `uri ${each}`);
	const {kind, value} = valueMatch(uri) ?? {kind: 'present', value: ''};
	const begins = kind === 'regex' ? canBeginWith(value, '/') : value.startsWith('/');
	if (!begins) return [`uri ${kind} ${value} never holds: paths begin with "/"`];
	return kind !== 'regex' && /[?#]/.test(value)
		? [`uri ${kind} ${value} never holds: it is compared without the query; use queryParams`]
		: [];
}

function oneOfFaults(part: string, match: unknown, values: readonly string[]): readonly string[] {
	if (match === undefined) return [];
	const malformed = valueFaults(match, {});
	if (malformed.length > 0) return malformed.map(each => `${part} ${each}`);
	const {kind, value} = valueMatch(match) ?? {kind: 'present', value: ''};
	return values.some(each => holds({kind, value}, each))
		? []
		: [`${part} ${kind} ${value} never holds: it is one of ${values.join(', ')}`];
}

/** The host that a request is sent to, perhaps with a port, is one of the app's. */
function authorityFaults(app: AppSpec, match: unknown): readonly string[] {
	if (match === undefined) return [];
	const malformed = valueFaults(match, {});
	if (malformed.length > 0) return malformed.map(each => `authority ${each}`);
	const {kind, value} = valueMatch(match) ?? {kind: 'present', value: ''};
	const wanted = value.toLowerCase();
	const hosts = hostsOf(app);
	const canHold = {
		exact: () => hosts.some(host => host === wanted.replace(/:\d+$/, '')),
		prefix: () => hosts.some(host => host.startsWith(wanted) || wanted.startsWith(`${host}:`)),
		regex: () => true,
		present: () => true,
	}[kind]();
	return canHold ? [] : [`authority ${kind} ${value} never holds: the app's hosts are ${hosts.join(', ')}`];
}

function mapFaults(part: string, matches: unknown, options: Parameters<typeof valueFaults>[1]): readonly string[] {
	if (matches === undefined) return [];
	if (!isRecord(matches)) return [`${part} is not a mapping of names to comparisons`];
	const names = Object.keys(matches);
	if (names.length === 0) return [`${part} is empty`];
	const isHeader = part !== 'queryParams';
	return names.flatMap(name => {
		const isTwice = isHeader && names.filter(each => each.toLowerCase() === name.toLowerCase()).length > 1;
		return [
			...(isHeader && !isHeaderName(name) ? [`${part} has ${JSON.stringify(name)}, which is no name of a header`] : []),
			...(isTwice ? [`${part} has ${name} twice, in different case`] : []),
			...valueFaults(matches[name], options).map(each => `${part} ${name} ${each}`),
		];
	});
}

/** RFC 9110, token; and Istio's names for a token's claims. */
function isHeaderName(name: string): boolean {
	return /^[!#$%&'*+\-.^`|~\w]+$/.test(name) || isClaim(name);
}

/** The listener's port, and gateways that the route has. */
function placeFaults(app: AppSpec, clause: Readonly<Record<string, unknown>>): readonly string[] {
	const {port, gateways, ignoreUriCase, sourceNamespace, sourceLabels} = clause;
	const own = gatewaysOf(app).map(name => complete(app, name));
	const names = stringsAt(clause, 'gateways').map(name => complete(app, name));
	return [
		...(port === undefined || (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535)
			? []
			: [`port ${JSON.stringify(port)} is not a whole number from 1 to 65535`]),
		...(gateways !== undefined && !names.some(name => own.includes(name))
			? [`gateways ${JSON.stringify(gateways)} never holds: the app's are ${gatewaysOf(app).join(', ')}`]
			: []),
		...(ignoreUriCase === undefined || typeof ignoreUriCase === 'boolean'
			? []
			: ['ignoreUriCase is not true or false']),
		...(sourceNamespace === undefined || typeof sourceNamespace === 'string' ? [] : ['sourceNamespace is no text']),
		...(sourceLabels === undefined || isRecord(sourceLabels)
			? []
			: ['sourceLabels is not a mapping of names to texts']),
	];
}

function complete({namespace}: AppSpec, gateway: string): string {
	return gateway === 'mesh' || gateway.includes('/') ? gateway : `${namespace}/${gateway}`;
}

/** A header cannot be as it must be and at the same time as it must not. */
function contradictions({headers, withoutHeaders}: Readonly<Record<string, unknown>>): readonly string[] {
	const wanted = new Map(
		Object.entries(isRecord(headers) ? headers : {}).map(([name, match]) => [name.toLowerCase(), valueMatch(match)]),
	);
	return Object.entries(isRecord(withoutHeaders) ? withoutHeaders : {}).flatMap(([name, match]) => {
		const own = wanted.get(name.toLowerCase());
		const unwanted = valueMatch(match);
		return own && unwanted && implies(own, unwanted)
			? [`it never holds: header ${name} must match and must not match`]
			: [];
	});
}

function holds({kind, value}: ValueMatch, text: string): boolean {
	if (kind === 'exact') return text === value;
	if (kind === 'prefix') return text.startsWith(value);
	const pattern = kind === 'regex' ? patternOf(value) : undefined;
	return pattern === undefined || matchesWhole(pattern, text) !== false;
}
