import fc from 'fast-check';
import {expect, test} from 'vitest';
import {describeMatch, meets, requestMeeting, type RequestMatch} from '../../source/mesh/match.ts';
import type {StringMatch} from '../../source/mesh/string-match.ts';

const everything: RequestMatch = {
	headers: new Map(),
	queryParams: new Map(),
	uri: undefined,
	method: undefined,
	others: [],
};
const exact = (value: string): StringMatch => ({kind: 'exact', value});
const prefix = (value: string): StringMatch => ({kind: 'prefix', value});
const regex = (value: string): StringMatch => ({kind: 'regex', value});
const present: StringMatch = {kind: 'present', value: ''};
const header = (name: string, value: StringMatch): RequestMatch => ({...everything, headers: new Map([[name, value]])});
const request = {method: 'GET', path: '/v2/models?user=ann', headers: {traffic: 'test'}};

const cases: readonly [string, RequestMatch, boolean | undefined][] = [
	['everything', everything, true],
	['traffic: test', header('traffic', exact('test')), true],
	['traffic: live', header('traffic', exact('live')), false],
	['traffic: te*', header('traffic', prefix('te')), true],
	['traffic: ~t.*', header('traffic', regex('t.*')), true],
	['traffic: ~t', header('traffic', regex('t')), false],
	['traffic: ~(t)\\1', header('traffic', regex('(t)\\1')), undefined],
	['traffic: *', header('traffic', present), true],
	['region: *', header('region', present), false],
	['no traffic: test', {...everything, withoutHeaders: new Map([['traffic', exact('test')]])}, false],
	['no region: *', {...everything, withoutHeaders: new Map([['region', present]])}, true],
	['no region: ~.*', {...everything, withoutHeaders: new Map([['region', regex('.*')]])}, false],
	['region: eu', header('region', exact('eu')), false],
	['?user=ann', {...everything, queryParams: new Map([['user', exact('ann')]])}, true],
	['?user=bob', {...everything, queryParams: new Map([['user', exact('bob')]])}, false],
	['uri /v2*', {...everything, uri: prefix('/v2')}, true],
	['uri /v2/models', {...everything, uri: exact('/v2/models')}, true],
	['uri /', {...everything, uri: exact('/')}, false],
	['uri /V2* in any case', {...everything, uri: prefix('/V2'), ignoreUriCase: true}, true],
	['uri /v2*', {...everything, uri: {kind: 'segments', value: '/v2'}}, true],
	['uri /v*', {...everything, uri: {kind: 'segments', value: '/v'}}, false],
	['method POST', {...everything, method: exact('POST')}, false],
	['traffic: test and uri /v1*', {...header('traffic', exact('test')), uri: prefix('/v1')}, false],
	['traffic: test and port 80', {...header('traffic', exact('test')), port: 80}, undefined],
	['traffic: live and port 80', {...header('traffic', exact('live')), port: 80}, false],
	['gateway mesh or a/b', {...everything, gateways: ['mesh', 'a/b']}, undefined],
	['scheme http', {...everything, scheme: exact('http')}, undefined],
	['authority wisdom', {...everything, authority: exact('wisdom')}, undefined],
	['sourceLabels', {...everything, others: ['sourceLabels']}, undefined],
];

test.each(cases)('whether a request meets “%s”', (words, match, expected) => {
	expect(describeMatch(match)).toBe(words);
	expect(meets(request, match)).toBe(expected);
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
	'a request has no header %s unless it was sent',
	name => {
		expect(meets(request, header(name, prefix('f')))).toBe(false);
		expect(meets({...request, headers: Object.fromEntries([[name, 'from']])}, header(name, prefix('f')))).toBe(true);
	},
);

test('no request is made for a clause that cannot be met with certainty', () => {
	expect(requestMeeting({...everything, others: ['port']})).toBeUndefined();
	expect(requestMeeting({...everything, scheme: exact('http')})).toBeUndefined();
	expect(requestMeeting({...everything, uri: exact('/a b')})).toBeUndefined();
	expect(requestMeeting({...everything, queryParams: new Map([['a', exact('b&c')]])})).toBeUndefined();
	expect(requestMeeting(header('traffic', regex('t.*')))).toBeUndefined();
	expect(requestMeeting({...everything, uri: regex('.*')})).toBeUndefined();
});

test('a request made for a clause meets it', () => {
	const text = fc.stringMatching(/^[a-z0-9:._-]+$/);
	const value = fc.oneof(text.map(exact), text.map(prefix));
	const clause = fc.record({
		headers: fc
			.array(
				fc.tuple(
					text.filter(name => !/^(:.*|host)$/.test(name)),
					value,
				),
				{maxLength: 3},
			)
			.map(entries => new Map(entries)),
		queryParams: fc
			.array(fc.tuple(text, text.map(exact)), {
				maxLength: 3,
			})
			.map(entries => new Map(entries)),
		uri: fc.option(
			fc.oneof(
				text.map(path => exact(`/${path}`)),
				text.map(path => prefix(`/${path}`)),
			),
			{nil: undefined},
		),
		method: fc.option(fc.constantFrom('GET', 'POST').map(exact), {nil: undefined}),
		others: fc.constant([]),
	});
	fc.assert(
		fc.property(clause, match => {
			const made = requestMeeting(match);
			expect(made && meets(made, match)).toBe(true);
		}),
	);
});
