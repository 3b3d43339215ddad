import {parseDuration} from '../objects/duration.ts';
import {fieldAt, isRecord, listAt, numberAt, stringAt, stringsAt, type KubeObject} from '../objects/object.ts';
import {isClaim} from './claim.ts';
import {unfollowedIn} from './fields/field.ts';
import {clauseField, destinationField, ruleField, virtualServiceField} from './fields/virtual-service.ts';
import {headerChanges, type HeaderChanges, type HeaderOperations} from './header-operations.ts';
import type {RequestMatch} from './match.ts';
import type {Redirect} from './redirect.ts';
import type {Rewrite} from './rewrite.ts';
import {
	doubtful,
	type Abort,
	type Destination,
	type DirectResponse,
	type Mirror,
	type Route,
	type Rule,
} from './route.ts';
import type {StringMatch} from './string-match.ts';

/** Reads an Istio VirtualService (networking.istio.io, HTTPRoute). Malformed parts are left out rather than guessed at. */
export function virtualServiceRules(object: KubeObject): Route {
	const {exportTo, ...spec} = recordAt(object, 'spec');
	const isForAll = Array.isArray(exportTo) && exportTo.includes('*');
	const read = exportTo === undefined || isForAll ? spec : {...spec, exportTo};
	return {
		hosts: stringsAt(object, 'spec', 'hosts'),
		rules: listAt(object, 'spec', 'http').map((rule, index) => readRule(rule, `spec.http[${index}]`)),
		...doubtful(unfollowedIn(read, virtualServiceField, 'spec')),
	};
}

function readRule(rule: unknown, path: string): Rule {
	const destinations = listAt(rule, 'route');
	return {
		...doubtful(unfollowedIn(rule, ruleField, path)),
		name: stringAt(rule, 'name') ?? '',
		matches: listAt(rule, 'match').map(match => readClause(match)),
		destinations: destinations.map((destination, index) => ({
			...readDestination(destination, destinations.length),
			...doubtful(unfollowedIn(destination, destinationField, `${path}.route[${index}]`)),
		})),
		rewrite: readRewrite(fieldAt(rule, 'rewrite')),
		headers: readHeaders(fieldAt(rule, 'headers')),
		mirrors: readMirrors(rule),
		redirect: readRedirect(fieldAt(rule, 'redirect')),
		directResponse: readDirectResponse(fieldAt(rule, 'directResponse')),
		abort: readAbort(fieldAt(rule, 'fault', 'abort')),
		...(isRecord(fieldAt(rule, 'corsPolicy')) && {hasCors: true}),
		timeoutMs: parseDuration(stringAt(rule, 'timeout') ?? '') || undefined,
	};
}

/** Reads a clause (Istio HTTPMatchRequest). */
export function readClause(match: unknown): RequestMatch {
	const names = (['headers', 'withoutHeaders'] as const).flatMap(part => Object.keys(recordAt(match, part)));
	const headers = readStringMatches(fieldAt(match, 'headers'), lowerCase);
	const withoutHeaders = readStringMatches(fieldAt(match, 'withoutHeaders'), lowerCase);
	const gateways = stringsAt(match, 'gateways');
	const port = numberAt(match, 'port');
	return {
		headers,
		...(withoutHeaders.size > 0 && {withoutHeaders}),
		queryParams: readStringMatches(fieldAt(match, 'queryParams'), name => name),
		uri: readStringMatch(fieldAt(match, 'uri')),
		...(fieldAt(match, 'ignoreUriCase') === true && {ignoreUriCase: true}),
		method: readStringMatch(fieldAt(match, 'method')),
		scheme: readStringMatch(fieldAt(match, 'scheme')),
		authority: readStringMatch(fieldAt(match, 'authority')),
		port: port === 0 ? undefined : port,
		...(gateways.length > 0 && {gateways}),
		others: [
			...(match === undefined ? [] : unfollowedIn(match, clauseField, '').map(path => path.slice(1))),
			...names.filter(isClaim),
		],
	};
}

function readStringMatches(value: unknown, nameOf: (name: string) => string): ReadonlyMap<string, StringMatch> {
	const matches = new Map<string, StringMatch>();
	for (const [name, entry] of Object.entries(isRecord(value) ? value : {})) {
		matches.set(nameOf(name), readStringMatch(entry) ?? {kind: 'present', value: ''});
	}

	return matches;
}

function readStringMatch(value: unknown): StringMatch | undefined {
	for (const kind of ['exact', 'prefix', 'regex'] as const) {
		const text = fieldAt(value, kind);
		// no pattern of RE2: Istio's own sign for presence
		if (kind === 'regex' && text === '*') return {kind: 'present', value: ''};
		if (typeof text === 'string') return {kind, value: text};
	}

	return undefined;
}

/** A single destination takes everything whatever its weight; among several, a missing weight is 0. */
function readDestination(value: unknown, count: number): Destination {
	const headers = readHeaders(fieldAt(value, 'headers'));
	return {
		version: headers?.response.set.get('app-version') ?? headers?.response.add.get('app-version'),
		host: stringAt(value, 'destination', 'host') ?? '',
		weight: count === 1 ? 1 : (numberAt(value, 'weight') ?? 0),
		port: numberAt(value, 'destination', 'port', 'number'),
		headers,
	};
}

function readHeaders(value: unknown): HeaderChanges | undefined {
	if (!isRecord(value)) return undefined;
	return headerChanges(readOperations(fieldAt(value, 'request')), readOperations(fieldAt(value, 'response')));
}

function readOperations(value: unknown): HeaderOperations {
	return {
		remove: stringsAt(value, 'remove').map(lowerCase),
		set: readValues(fieldAt(value, 'set')),
		add: readValues(fieldAt(value, 'add')),
	};
}

function readValues(value: unknown): ReadonlyMap<string, string> {
	const entries = Object.entries(isRecord(value) ? value : {});
	return new Map(
		entries
			.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
			.map(([name, text]) => [lowerCase(name), text]),
	);
}

function readRewrite(value: unknown): Rewrite | undefined {
	if (!isRecord(value)) return undefined;
	return {authority: stringAt(value, 'authority') || undefined, path: readPathRewrite(value)};
}

function readPathRewrite(rewrite: unknown): Rewrite['path'] {
	const pattern = stringAt(rewrite, 'uriRegexRewrite', 'match');
	const substitution = stringAt(rewrite, 'uriRegexRewrite', 'rewrite') ?? '';
	if (pattern !== undefined) return {kind: 'regex', pattern, substitution};
	const value = stringAt(rewrite, 'uri') || undefined;
	return value === undefined ? undefined : {kind: 'prefix', value};
}

function readMirrors(rule: unknown): readonly Mirror[] {
	const mirror = fieldAt(rule, 'mirror');
	const percent = percentOf(fieldAt(rule, 'mirrorPercentage')) ?? numberAt(rule, 'mirrorPercent');
	return [
		...(isRecord(mirror) ? [readMirror(mirror, percent)] : []),
		...listAt(rule, 'mirrors')
			.filter(each => isRecord(fieldAt(each, 'destination')))
			.map(each => readMirror(fieldAt(each, 'destination'), percentOf(fieldAt(each, 'percentage')))),
	];
}

/** A percentage that is there and says no number is 0 (istiod, `MirrorPercent`); undefined for none. */
function percentOf(percentage: unknown): number | undefined {
	return isRecord(percentage) ? (numberAt(percentage, 'value') ?? 0) : undefined;
}

function readMirror(destination: unknown, percent = 100): Mirror {
	return {host: stringAt(destination, 'host') ?? '', port: numberAt(destination, 'port', 'number'), percent};
}

function readRedirect(value: unknown): Redirect | undefined {
	if (!isRecord(value)) return undefined;
	const isDerived = fieldAt(value, 'derivePort') === 'FROM_REQUEST_PORT';
	return {
		status: numberAt(value, 'redirectCode') || 301,
		scheme: stringAt(value, 'scheme') || undefined,
		authority: stringAt(value, 'authority') || undefined,
		port: isDerived ? 'listener' : numberAt(value, 'port'),
		path: readPathChange(value),
	};
}

function readPathChange(redirect: unknown): Redirect['path'] {
	const prefix = stringAt(redirect, 'prefixRewrite') || undefined;
	if (prefix !== undefined) return {kind: 'prefix', value: prefix};
	const whole = stringAt(redirect, 'uri') || undefined;
	return whole === undefined ? undefined : {kind: 'whole', value: whole};
}

/** Without a percentage nothing is aborted (Envoy, FaultAbort). Only an HTTP status is followed. */
function readAbort(value: unknown): Abort | undefined {
	const status = numberAt(value, 'httpStatus');
	const percent = Math.min(numberAt(value, 'percentage', 'value') ?? 0, 100);
	return status === undefined || percent <= 0 ? undefined : {status, percent};
}

function readDirectResponse(value: unknown): DirectResponse | undefined {
	const status = numberAt(value, 'status');
	return status === undefined ? undefined : {status, body: stringAt(value, 'body', 'string') ?? ''};
}

function recordAt(value: unknown, field: string): Readonly<Record<string, unknown>> {
	const found = fieldAt(value, field);
	return isRecord(found) ? found : {};
}

function lowerCase(name: string): string {
	return name.toLowerCase();
}
