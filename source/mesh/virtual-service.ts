import {fieldAt, isRecord, listAt, type KubeObject} from '../objects/object.ts';
import type {RequestMatch, StringMatch} from './match.ts';
import type {Destination, Route, Rule} from './route.ts';

/** Reads an Istio VirtualService (networking.istio.io, HTTPRoute). Malformed parts are left out rather than guessed at. */
export function virtualServiceRules(object: KubeObject): Route {
	return {
		hosts: listAt(object, 'spec', 'hosts').filter(host => typeof host === 'string'),
		rules: listAt(object, 'spec', 'http').map(rule => readRule(rule)),
	};
}

function readRule(rule: unknown): Rule {
	const name = fieldAt(rule, 'name');
	const destinations = listAt(rule, 'route');
	return {
		name: typeof name === 'string' ? name : '',
		matches: listAt(rule, 'match').map(match => readMatch(match)),
		destinations: destinations.map(destination => readDestination(destination, destinations.length)),
	};
}

function readMatch(match: unknown): RequestMatch {
	const known = new Set(['name', 'headers', 'queryParams', 'uri', 'method']);
	return {
		headers: readStringMatches(fieldAt(match, 'headers'), name => name.toLowerCase()),
		queryParams: readStringMatches(fieldAt(match, 'queryParams'), name => name),
		uri: readStringMatch(fieldAt(match, 'uri')),
		method: readStringMatch(fieldAt(match, 'method')),
		others: isRecord(match) ? Object.keys(match).filter(key => !known.has(key)) : [],
	};
}

function readStringMatches(value: unknown, nameOf: (name: string) => string): ReadonlyMap<string, StringMatch> {
	const matches = new Map<string, StringMatch>();
	for (const [name, entry] of Object.entries(isRecord(value) ? value : {})) {
		// An empty match asks only that the header is there.
		matches.set(nameOf(name), readStringMatch(entry) ?? {kind: 'regex', value: '.*'});
	}

	return matches;
}

function readStringMatch(value: unknown): StringMatch | undefined {
	for (const kind of ['exact', 'prefix', 'regex'] as const) {
		const text = fieldAt(value, kind);
		if (typeof text === 'string') return {kind, value: text};
	}

	return undefined;
}

/** A single destination takes everything whatever its weight; among several, a missing weight is 0. */
function readDestination(value: unknown, count: number): Destination {
	const host = fieldAt(value, 'destination', 'host');
	const weight = fieldAt(value, 'weight');
	return {
		version: responseHeader(value, 'app-version'),
		host: typeof host === 'string' ? host : '',
		weight: count === 1 ? 1 : typeof weight === 'number' ? weight : 0,
	};
}

function responseHeader(destination: unknown, name: string): string | undefined {
	for (const operation of ['set', 'add']) {
		const value = fieldAt(destination, 'headers', 'response', operation, name);
		if (typeof value === 'string') return value;
	}

	return undefined;
}
