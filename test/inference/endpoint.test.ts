import {expect, test} from 'vitest';
import {endpointOf, endpointOfVersion, type Endpoint} from '../../source/inference/endpoint.ts';
import type {KubeObject} from '../../source/objects/object.ts';

const rule = (version: string, extra: object = {}) => ({
	name: version,
	rewrite: {uri: `/v2/models/${version}/infer`},
	route: [
		{
			destination: {host: 'knative-local-gateway.istio-system.svc.cluster.local'},
			headers: {
				request: {set: {Host: `${version}-predictor.default.svc.cluster.local`}},
				response: {add: {'app-version': version}},
			},
		},
	],
	...extra,
});
const route = (...http: readonly object[]): KubeObject => ({
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'VirtualService',
	metadata: {name: 'wisdom', namespace: 'default'},
	spec: {hosts: ['wisdom.default', 'wisdom.default.svc'], http},
});
const match = [{headers: {traffic: {exact: 'test'}}}];
const canary = route(rule('wisdom-1', {match}), rule('wisdom-0'));
const destination = (version: string, weight: number) => ({
	destination: {host: `${version}.default.svc.cluster.local`},
	headers: {response: {set: {'app-version': version}}},
	weight,
});

test.for<[string, KubeObject | undefined, Record<string, string>, Endpoint]>([
	[
		'the canary of the tutorial',
		canary,
		{},
		{
			host: 'wisdom.default',
			path: '/',
			model: {name: 'wisdom-0', host: 'wisdom-0-predictor.default.svc.cluster.local'},
		},
	],
	[
		"KServe's own route of an InferenceService",
		route({
			headers: {request: {set: {Host: 'churn-predictor.default.svc.cluster.local', 'KServe-Isvc-Name': 'churn'}}},
			route: [{destination: {host: 'knative-local-gateway.istio-system.svc.cluster.local'}}],
		}),
		{},
		{
			host: 'wisdom.default',
			path: '/v2/models/wisdom/infer',
			model: {name: 'churn', host: 'churn-predictor.default.svc.cluster.local'},
		},
	],
	[
		'the canary, with the header of the candidate',
		canary,
		{traffic: 'test'},
		{
			host: 'wisdom.default',
			path: '/',
			model: {name: 'wisdom-1', host: 'wisdom-1-predictor.default.svc.cluster.local'},
		},
	],
	[
		'a split by weight without rewrites',
		route({route: [destination('wisdom-0', 0), destination('wisdom-1', 100)]}),
		{},
		{
			host: 'wisdom.default',
			path: '/v2/models/wisdom/infer',
			model: {name: 'wisdom-1', host: 'wisdom.default', headers: {}},
		},
	],
	[
		'a Host that is set for the whole rule',
		route(rule('wisdom-0', {route: [destination('v1', 1)], headers: {request: {set: {Host: 'model.default'}}}})),
		{},
		{host: 'wisdom.default', path: '/', model: {name: 'wisdom-0', host: 'model.default'}},
	],
	[
		'a rule that tells no version',
		route({route: [{destination: {host: 'somewhere'}}]}),
		{},
		{host: 'wisdom.default', path: '/v2/models/wisdom/infer', model: undefined},
	],
	[
		'rules whose clauses cannot be judged: the last one takes what is left',
		route(
			rule('wisdom-1', {match: [{headers: {traffic: {exact: 'test'}}, sourceLabels: {app: 'x'}}]}),
			rule('wisdom-0'),
		),
		{traffic: 'test'},
		{
			host: 'wisdom.default',
			path: '/',
			model: {name: 'wisdom-0', host: 'wisdom-0-predictor.default.svc.cluster.local'},
		},
	],
	[
		'a route without rules for every host',
		{...route(), spec: {hosts: ['*']}},
		{},
		{host: 'wisdom.default', path: '/v2/models/wisdom/infer', model: undefined},
	],
	[
		'two passes, of which the second tells the models',
		route({route: [{destination: {host: 'gateway'}}]}, rule('wisdom-0'), rule('wisdom-1')),
		{},
		{
			host: 'wisdom.default',
			path: '/',
			model: {name: 'wisdom-0', host: 'wisdom-0-predictor.default.svc.cluster.local'},
		},
	],
	[
		'no VirtualService: the app itself is asked',
		undefined,
		{},
		{host: 'wisdom.default', path: '/v2/models/wisdom/infer', model: {name: 'wisdom', host: 'wisdom.default'}},
	],
])('%s', ([, virtualService, headers, endpoint]) => {
	expect(endpointOf({app: 'wisdom', namespace: 'default', virtualService, headers})).toEqual(endpoint);
});

test('where weights decide, what a model takes is asked by the headers of the second pass, if that leads to it', () => {
	const branch = (version: string, extra: object) => ({
		name: version,
		match: [{headers: {'iter8-branch': {exact: version}}}],
		route: [destination(version, 100)],
		...extra,
	});
	const split = {name: 'split', route: [{destination: {host: 'istio-ingressgateway.istio-system.svc.cluster.local'}}]};
	const kept = {uriRegexRewrite: {match: '^/(v1|v2)/models/wisdom([/:].*)?$', rewrite: '/\\1/models/wisdom-0\\2'}};
	const modelBehind = (rewrite: object) =>
		endpointOf({
			app: 'wisdom',
			namespace: 'default',
			virtualService: route(branch('wisdom-0', {rewrite}), branch('wisdom-1', {rewrite}), split),
		}).model;
	expect(modelBehind(kept)).toEqual({
		name: 'wisdom-0',
		host: 'wisdom.default',
		headers: {'iter8-branch': 'wisdom-0'},
	});
	expect(modelBehind({uri: '/v2/models/wisdom-0/infer'})).toEqual({
		name: 'wisdom-0',
		host: 'wisdom-0-predictor.default.svc.cluster.local',
	});
});

test('a route whose Host names the version, and whose first host is short', () => {
	const gateway = 'knative-local-gateway.istio-system.svc.cluster.local';
	const to = (version: string) => ({
		destination: {host: gateway},
		headers: {request: {set: {Host: `${version}-predictor.default.svc.cluster.local`}}},
	});
	const virtualService = {
		...route({match, route: [to('elm-1')]}, {route: [to('elm-0')]}),
		spec: {hosts: ['elm', 'elm.default'], http: [{match, route: [to('elm-1')]}, {route: [to('elm-0')]}]},
	};
	const versions = ['elm-0', 'elm-1'].map(name => ({namespace: 'default', name}));
	const of = (headers: Record<string, string>, hosts = virtualService.spec.hosts) =>
		endpointOf({
			app: 'elm',
			namespace: 'default',
			virtualService: {...virtualService, spec: {...virtualService.spec, hosts}},
			headers,
			versions,
		});
	expect(of({})).toEqual({
		host: 'elm.default',
		path: '/v2/models/elm/infer',
		model: {name: 'elm-0', host: 'elm-0-predictor.default.svc.cluster.local'},
	});
	expect(of({traffic: 'test'}).model?.name).toBe('elm-1');
	expect(of({}, ['elm']).host).toBe('elm.default.svc.cluster.local');
	expect(of({}, ['*']).host).toBe('elm.default');
});

const app = {app: 'wisdom', namespace: 'default'};
const directly = (
	version: string,
	{name = version, host = `${version}-predictor.default.svc.cluster.local`} = {},
): Endpoint => ({host, path: `/v2/models/${name}/infer`, model: {name, host}, isDirect: true});

test.for<[string, KubeObject | undefined, string, Endpoint]>([
	[
		'the candidate by the header of its rule',
		canary,
		'wisdom-1',
		{
			host: 'wisdom.default',
			path: '/',
			headers: {traffic: 'test'},
			model: {name: 'wisdom-1', host: 'wisdom-1-predictor.default.svc.cluster.local'},
		},
	],
	[
		'the primary by an ordinary request',
		canary,
		'wisdom-0',
		{
			host: 'wisdom.default',
			path: '/',
			headers: {},
			model: {name: 'wisdom-0', host: 'wisdom-0-predictor.default.svc.cluster.local'},
		},
	],
	[
		'one of two that share requests, at its own server',
		route({route: [destination('wisdom-0', 90), destination('wisdom-1', 10)]}),
		'wisdom-1',
		directly('wisdom-1', {host: 'wisdom-1.default.svc.cluster.local'}),
	],
	['a version that the route does not have, at its own server', canary, 'wisdom-2', directly('wisdom-2')],
	[
		'a version without a route, under the name that the app has',
		undefined,
		'wisdom-1',
		directly('wisdom-1', {name: 'wisdom'}),
	],
])('one version is asked: %s', ([, virtualService, version, expected]) => {
	expect(endpointOfVersion({...app, virtualService}, version)).toEqual(expected);
});

test('one version is asked through an HTTPRoute as through a VirtualService', () => {
	const backend = (version: string) => {
		const set = [{name: 'app-version', value: version}];
		const filters = [{type: 'ResponseHeaderModifier', responseHeaderModifier: {set}}];
		return {backendRefs: [{name: `${version}-predictor`, port: 80, filters}]};
	};
	const httpRoute: KubeObject = {
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name: 'wisdom', namespace: 'default'},
		spec: {
			rules: [
				{matches: [{headers: [{name: 'traffic', value: 'test'}]}], ...backend('wisdom-1')},
				{...backend('wisdom-0')},
			],
		},
	};
	const through = {
		host: 'wisdom.default',
		path: '/v2/models/wisdom/infer',
		model: {name: 'wisdom', host: 'wisdom.default'},
	};
	const options = {...app, virtualService: undefined, httpRoute};
	expect(endpointOfVersion(options, 'wisdom-0')).toEqual({...through, headers: {}});
	expect(endpointOfVersion(options, 'wisdom-1')).toEqual({...through, headers: {traffic: 'test'}});
});
