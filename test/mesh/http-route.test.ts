import fc from 'fast-check';
import {expect, test} from 'vitest';
import {describeRoute} from '../../source/mesh/describe.ts';
import {httpRouteRules} from '../../source/mesh/http-route.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {parseYaml} from '../../source/routemap/yaml.ts';

function httpRoute(spec: unknown): KubeObject {
	return {
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec,
	};
}

test('an HTTPRoute in words, the most specific rule first', () => {
	const spec = parseYaml(`
hostnames: [wisdom.models]
rules:
- backendRefs:
  - name: wisdom-0
    port: 80
    weight: 3
    filters:
    - type: ResponseHeaderModifier
      responseHeaderModifier: {add: [{name: App-Version, value: wisdom-0}]}
  - {name: wisdom-1, port: 80}
  - {name: wisdom-2, port: 80, weight: 0}
- matches:
  - headers: [{name: Traffic, value: test}]
  - path: {value: /v2/}
    method: POST
    queryParams: [{name: a, value: "1+", type: RegularExpression}]
  backendRefs: [{name: candidate, namespace: other, port: 80}]
`);
	expect(describeRoute(httpRouteRules(httpRoute(spec)))).toBe(
		'?a=~1+ and uri /v2* and method POST or traffic: test → candidate.other.svc.cluster.local; ' +
			'everything else → wisdom-0 75 %, wisdom-1.models.svc.cluster.local 25 %',
	);
});

test.each([undefined, null, 'spec', [], {hostnames: 'a', rules: {}}])('a spec %j has no rules', spec => {
	expect(httpRouteRules(httpRoute(spec))).toEqual({hosts: ['*'], rules: []});
});

test('a hostile object is read without a throw', () => {
	const keys = fc.constantFrom(
		...'rules matches path type value headers name filters backendRefs weight'.split(' '),
		...'urlRewrite requestRedirect requestMirror backendRef __proto__ constructor'.split(' '),
	);
	const {value} = fc.letrec(tie => ({
		value: fc.oneof(
			{maxDepth: 7},
			fc.constantFrom('URLRewrite', 'RequestRedirect', 'RequestMirror', 'Exact', 1, null, true),
			fc.array(tie('value'), {maxLength: 2}),
			fc.dictionary(keys, tie('value'), {maxKeys: 4}),
		),
	}));
	fc.assert(
		fc.property(value, rule => {
			expect(describeRoute(httpRouteRules(httpRoute({hostnames: rule, rules: [rule]})))).toContain('→');
		}),
	);
});

test.each([
	[{name: 'wisdom-0', port: 80}, []],
	[{group: '', kind: 'Service', name: 'wisdom-0', port: 80}, []],
	[{group: 'networking.istio.io', kind: 'Hostname', name: 'wisdom-0.models', port: 80}, []],
	[{kind: 'Hostname', name: 'wisdom-0.models', port: 80}, ['group']],
	[{group: 'serving.knative.dev', kind: 'Service', name: 'wisdom-0', port: 80}, ['group']],
	[{group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'wisdom-0', port: 80}, ['kind']],
	[{name: 'wisdom-0', namespace: 'other', port: 80}, ['namespace']],
	[{name: 'wisdom-0.models', port: 80}, ['name']],
	[{name: 'wisdom-0'}, ['port']],
])('a backend that istiod may not take is not followed: %j', (backend, fields) => {
	const [rule] = httpRouteRules(httpRoute({rules: [{backendRefs: [backend]}]})).rules;
	const paths = fields.map(field => `spec.rules[0].backendRefs[0].${field}`);
	expect(rule?.destinations[0]?.unfollowed ?? []).toEqual(paths);
});

test.each([
	[{name: 'gateway'}, []],
	[{group: '', kind: 'Service', name: 'wisdom'}, []],
	[{kind: 'Service', name: 'wisdom'}, ['group']],
	[{group: 'networking.istio.io', kind: 'Gateway', name: 'gateway'}, ['group']],
	[{group: 'networking.istio.io', kind: 'ServiceEntry', name: 'wisdom'}, ['kind']],
])('nor is a parent: %j', (parent, fields) => {
	const {unfollowed = []} = httpRouteRules(httpRoute({parentRefs: [parent]}));
	expect(unfollowed).toEqual(fields.map(field => `spec.parentRefs[0].${field}`));
});
