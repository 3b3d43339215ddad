import fc from 'fast-check';
import {expect, test} from 'vitest';
import {meets, type ReceivedRequest, type RequestMatch} from '../../source/mesh/match.ts';
import {mismatches} from '../../source/mesh/mismatch.ts';
import type {StringMatch} from '../../source/mesh/string-match.ts';

const nothing: RequestMatch = {
	headers: new Map(),
	queryParams: new Map(),
	uri: undefined,
	method: undefined,
	others: [],
};
const request: ReceivedRequest = {
	method: 'GET',
	path: '/v2/health?color=red',
	headers: {traffic: 'live', tags: ['a', 'b']},
	host: 'wisdom.models',
};

const exact = (value: string): StringMatch => ({kind: 'exact', value});
const prefix = (value: string): StringMatch => ({kind: 'prefix', value});
const regex = (value: string): StringMatch => ({kind: 'regex', value});
const header = (name: string, match: StringMatch): Partial<RequestMatch> => ({headers: new Map([[name, match]])});

test.each<readonly [Partial<RequestMatch>, readonly string[]]>([
	[{}, []],
	[header('traffic', exact('live')), []],
	[header('traffic', exact('test')), ['header traffic is "live", not "test"']],
	[header('team', exact('nlp')), ['header team is missing, not "nlp"']],
	[header('team', {kind: 'present', value: ''}), ['header team is missing']],
	[header('tags', exact('c')), ['header tags is "a" and "b", not "c"']],
	[header('traffic', prefix('te')), ['header traffic is "live", not something that begins with "te"']],
	[header('traffic', regex('t.*')), ['header traffic is "live", not something that matches t.*']],
	[header('traffic', regex('(')), ['header traffic has to match (, which is no pattern of RE2 or takes too long']],
	[{withoutHeaders: new Map([['traffic', exact('live')]])}, ['header traffic is "live", which the rule excludes']],
	[
		{withoutHeaders: new Map([['team', exact('')]])},
		['header team is missing, which counts as empty and must not be so'],
	],
	[{queryParams: new Map([['color', exact('blue')]])}, ['query parameter color is "red", not "blue"']],
	[{queryParams: new Map([['size', exact('l')]])}, ['query parameter size is missing, not "l"']],
	[{uri: exact('/')}, ['path /v2/health is not /']],
	[{uri: prefix('/v1')}, ['path /v2/health does not begin with /v1']],
	[{uri: {kind: 'segments', value: '/v2/heal'}}, ['path /v2/health is neither /v2/heal nor below it']],
	[{uri: regex('/v1.*')}, ['path /v2/health does not match /v1.*']],
	[{uri: exact('/V2/HEALTH'), ignoreUriCase: true}, []],
	[{method: exact('POST')}, ['method GET is not POST']],
	[{authority: exact('owl.models')}, ['host is "wisdom.models", not "owl.models"']],
	[{scheme: exact('https')}, ['scheme is not known here']],
	[{others: ['sourceLabels']}, ['sourceLabels is not followed']],
	[
		{...header('traffic', exact('test')), uri: exact('/')},
		['header traffic is "live", not "test"', 'path /v2/health is not /'],
	],
])('%j is not met because of %j', (match, words) => {
	expect(mismatches(request, {...nothing, ...match})).toEqual(words);
});

test('there is a reason exactly where a request does not meet a clause', () => {
	const text = fc.constantFrom('', 'a', 'ab', '/', '/a', '(');
	const match = fc.record({kind: fc.constantFrom('exact', 'prefix', 'segments', 'regex', 'present'), value: text});
	const matches = fc.dictionary(fc.constantFrom('x', 'y'), match).map(entries => new Map(Object.entries(entries)));
	const clause = fc.record({
		headers: matches,
		withoutHeaders: matches,
		queryParams: matches,
		uri: fc.option(match, {nil: undefined}),
		method: fc.option(match, {nil: undefined}),
		others: fc.constant([]),
	});
	const sent = fc.record({
		method: text,
		path: fc.tuple(text, text).map(([path, value]) => `/${path}?x=${value}`),
		headers: fc.dictionary(fc.constantFrom('x', 'y'), text),
	});
	fc.assert(
		fc.property(sent, clause, (one, other) => {
			expect(mismatches(one, other as RequestMatch).length === 0).toBe(meets(one, other as RequestMatch) === true);
		}),
	);
});
