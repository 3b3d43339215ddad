import {expect, test} from 'vitest';
import fc from 'fast-check';
import {describeMatch, meets, requestMeeting, type RequestMatch, type StringMatch} from '../../source/mesh/match.ts';

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
const header = (name: string, value: StringMatch): RequestMatch => ({...everything, headers: new Map([[name, value]])});
const request = {method: 'GET', path: '/v2/models?user=ann', headers: {traffic: 'test'}};

const cases: readonly [string, RequestMatch, boolean | undefined][] = [
	['everything', everything, true],
	['traffic: test', header('traffic', exact('test')), true],
	['traffic: live', header('traffic', exact('live')), false],
	['traffic: te*', header('traffic', prefix('te')), true],
	['traffic: ~t.*', header('traffic', regex('t.*')), undefined],
	['region: ~.*', header('region', regex('.*')), false],
	['region: eu', header('region', exact('eu')), false],
	['?user=ann', {...everything, queryParams: new Map([['user', exact('ann')]])}, true],
	['?user=bob', {...everything, queryParams: new Map([['user', exact('bob')]])}, false],
	['uri /v2*', {...everything, uri: prefix('/v2')}, true],
	['uri /v2/models', {...everything, uri: exact('/v2/models')}, true],
	['uri /', {...everything, uri: exact('/')}, false],
	['method POST', {...everything, method: exact('POST')}, false],
	['traffic: test and uri /v1*', {...header('traffic', exact('test')), uri: prefix('/v1')}, false],
	['traffic: test and port', {...header('traffic', exact('test')), others: ['port']}, undefined],
	['traffic: live and port', {...header('traffic', exact('live')), others: ['port']}, false],
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
	expect(requestMeeting(header('traffic', regex('t.*')))).toBeUndefined();
	expect(requestMeeting({...everything, uri: regex('.*')})).toBeUndefined();
});

test('a request made for a clause meets it', () => {
	const text = fc.string({minLength: 1}).filter(value => !value.includes('?'));
	const value = fc.oneof(text.map(exact), text.map(prefix));
	const clause = fc.record({
		headers: fc.array(fc.tuple(text, value), {maxLength: 3}).map(entries => new Map(entries)),
		queryParams: fc
			.array(fc.tuple(text, fc.string().map(exact)), {
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
