import fc from 'fast-check';
import {expect, test} from 'vitest';
import {describeRoute} from '../../source/mesh/describe.ts';
import {virtualServiceRules} from '../../source/mesh/virtual-service.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {parseYaml} from '../../source/routemap/yaml.ts';

function virtualService(spec: unknown): KubeObject {
	return {apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', metadata: {name: 'wisdom'}, spec};
}

const none = {remove: [], set: new Map(), add: new Map()};

test('the rules of a canary are read', () => {
	const spec = parseYaml(`
hosts: [wisdom.models, wisdom.models.svc]
http:
- name: candidate
  match:
  - headers: {Traffic: {exact: test}}
  - queryParams: {beta: {prefix: "y"}}
    uri: {regex: "^/v2"}
    ignoreUriCase: true
    method: {exact: POST}
    withoutHeaders: {Old: {}}
    port: 80
    gateways: [mesh]
    sourceLabels: {app: x}
  rewrite: {uri: /v2, authority: inner}
  timeout: 2.5s
  mirror: {host: copy, port: {number: 81}}
  mirrorPercentage: {value: 12.5}
  route:
  - destination: {host: gateway, port: {number: 80}}
    headers:
      request: {set: {Host: inner, A: b}, remove: [C, host]}
      response: {add: {app-version: wisdom-1}}
- route:
  - destination: {host: blue}
    weight: 90
    headers: {response: {set: {App-Version: wisdom-0}}}
  - destination: {host: green}
`);
	expect(virtualServiceRules(virtualService(spec))).toEqual({
		hosts: ['wisdom.models', 'wisdom.models.svc'],
		rules: [
			{
				name: 'candidate',
				matches: [
					{headers: new Map([['traffic', {kind: 'exact', value: 'test'}]]), queryParams: new Map(), others: []},
					{
						headers: new Map(),
						withoutHeaders: new Map([['old', {kind: 'present', value: ''}]]),
						queryParams: new Map([['beta', {kind: 'prefix', value: 'y'}]]),
						uri: {kind: 'regex', value: '^/v2'},
						ignoreUriCase: true,
						method: {kind: 'exact', value: 'POST'},
						port: 80,
						gateways: ['mesh'],
						others: ['sourceLabels'],
					},
				],
				destinations: [
					{
						version: 'wisdom-1',
						host: 'gateway',
						weight: 1,
						port: 80,
						headers: {
							authority: 'inner',
							request: {remove: ['c'], set: new Map([['a', 'b']]), add: new Map()},
							response: {...none, add: new Map([['app-version', 'wisdom-1']])},
						},
					},
				],
				rewrite: {authority: 'inner', path: {kind: 'prefix', value: '/v2'}},
				mirrors: [{host: 'copy', port: 81, percent: 12.5}],
				timeoutMs: 2500,
			},
			{
				name: '',
				matches: [],
				destinations: [
					{
						version: 'wisdom-0',
						host: 'blue',
						weight: 90,
						headers: {request: none, response: {...none, set: new Map([['app-version', 'wisdom-0']])}},
					},
					{version: undefined, host: 'green', weight: 0},
				],
				mirrors: [],
			},
		],
	});
});

test.each([
	[{mirror: {host: 'copy'}}, 100],
	[{mirror: {host: 'copy'}, mirrorPercentage: {value: 5}, mirrorPercent: 50}, 5],
	[{mirror: {host: 'copy'}, mirrorPercent: 50}, 50],
	[{mirror: {host: 'copy'}, mirrorPercentage: {}, mirrorPercent: 50}, 0],
	[{mirrors: [{destination: {host: 'copy'}}]}, 100],
	[{mirrors: [{destination: {host: 'copy'}, percentage: {}}]}, 0],
])('copies of %j are %i %', (rule, percent) => {
	const [read] = virtualServiceRules(virtualService({http: [rule]})).rules;
	expect(read?.mirrors).toMatchObject([{host: 'copy', percent}]);
});

test('a header match without a value asks only that the header is there', () => {
	const route = virtualServiceRules(virtualService({http: [{match: [{headers: {traffic: {}}}]}]}));
	expect(route.rules[0]?.matches[0]?.headers).toEqual(new Map([['traffic', {kind: 'present', value: ''}]]));
});

test.each([undefined, null, 'spec', [], {hosts: 'a', http: {}}])('a spec %j has no rules', spec => {
	expect(virtualServiceRules(virtualService(spec))).toEqual({hosts: [], rules: []});
});

test('a hostile object is read without a throw', () => {
	const keys = fc.constantFrom(
		'http',
		'hosts',
		'route',
		'match',
		'headers',
		'exact',
		'destination',
		'host',
		'weight',
		'__proto__',
		'constructor',
		'response',
		'add',
		'app-version',
	);
	const {value} = fc.letrec(tie => ({
		value: fc.oneof(
			{maxDepth: 7},
			fc.constantFrom('a', 1, null, true),
			fc.array(tie('value'), {maxLength: 2}),
			fc.dictionary(keys, tie('value'), {maxKeys: 4}),
		),
	}));
	fc.assert(
		fc.property(value, rule => {
			const route = virtualServiceRules(virtualService({hosts: rule, http: [rule]}));
			expect(describeRoute(route)).toContain('→');
		}),
	);
});
