import {expect, test} from 'vitest';
import type {RequestMatch} from '../../source/mesh/match.ts';
import {requestReaching, ruleFor, type Destination, type Route, type Rule} from '../../source/mesh/route.ts';
import type {StringMatch} from '../../source/mesh/string-match.ts';

function clause(name: string, value: StringMatch): RequestMatch {
	return {headers: new Map([[name, value]]), queryParams: new Map(), uri: undefined, method: undefined, others: []};
}

function to(version: string, weight = 1): Destination {
	return {version, host: 'gateway', weight};
}

function rule(name: string, matches: readonly RequestMatch[], ...destinations: readonly Destination[]): Rule {
	return {name, matches, destinations};
}

function route(...rules: readonly Rule[]): Route {
	return {hosts: ['wisdom.models'], rules};
}

const traffic = (value: string): RequestMatch => clause('traffic', {kind: 'exact', value});
const unclear = {...clause('user', {kind: 'prefix', value: ''}), others: ['sourceLabels']};
const primary = rule('primary', [], to('wisdom-0'));
const plain = {method: 'GET', path: '/', headers: {}};
const testing = {...plain, headers: {traffic: 'test'}};

test('the first rule whose clauses hold takes a request', () => {
	const canary = route(rule('candidate', [traffic('beta'), traffic('test')], to('wisdom-1')), primary);
	expect(ruleFor(canary, testing)?.name).toBe('candidate');
	expect(ruleFor(canary, plain)?.name).toBe('primary');
	expect(ruleFor(route(), plain)).toBeUndefined();
});

test('which rule takes a request is not guessed where an earlier one might', () => {
	const canary = route(rule('unclear', [unclear], to('wisdom-2')), primary);
	expect(ruleFor(canary, {...plain, headers: {user: 'ann'}})).toBeUndefined();
	expect(ruleFor(canary, plain)?.name).toBe('primary');
});

test.each([
	['a rule of its own', route(rule('c', [traffic('test')], to('wisdom-1')), primary), testing],
	[
		'a rule beside one of weight 0',
		route(rule('c', [traffic('test')], to('wisdom-0', 0), to('wisdom-1')), primary),
		testing,
	],
	[
		'a second clause where the first is not interpreted',
		route(rule('c', [unclear, traffic('test')], to('wisdom-1')), primary),
		testing,
	],
	[
		'a rule that an earlier one hides',
		route(rule('a', [traffic('test')], to('wisdom-0')), rule('c', [traffic('test')], to('wisdom-1'))),
		undefined,
	],
	['a share of a rule', route(rule('c', [traffic('test')], to('wisdom-0', 50), to('wisdom-1', 50))), undefined],
	['a clause only that is not interpreted', route(rule('c', [unclear], to('wisdom-1')), primary), undefined],
	['no rule', route(primary), undefined],
])('a version with %s', (_, routes, request) => {
	expect(requestReaching(routes, 'wisdom-1')).toEqual(request);
});
