import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {namesOf, objectsOf, only, routeAt, versionsIn, wordsAt} from '../rendered.ts';

const appVersions = [
	{name: 'sage', weight: 70},
	{name: 'owl', weight: 20},
	{name: 'fox', weight: 10, match: [{headers: {ring: {exact: 'on'}}, queryParams: {at: {exact: '12:30'}}}]},
];

function initialized(values: Readonly<Record<string, unknown>>): readonly KubeObject[] {
	return objectsOf({appName: 'wisdom', action: 'initialize', ...values});
}

const configs = ['ConfigMap/wisdom-0-weight-config', 'ConfigMap/wisdom-1-weight-config'];

test.each([
	['deployment', 'canary', ['Gateway/mm-gateway', 'Service/wisdom'], ['deploy/wisdom-0', 'deploy/wisdom-1']],
	[
		'deployment',
		'blue-green',
		['Gateway/mm-gateway', 'Service/wisdom', ...configs],
		['cm/wisdom-0-weight-config deploy/wisdom-0 @50', 'cm/wisdom-1-weight-config deploy/wisdom-1 @50'],
	],
	['kserve', 'canary', ['Service/wisdom'], ['isvc/wisdom-0', 'isvc/wisdom-1']],
	[
		'kserve',
		'blue-green',
		['Service/wisdom', ...configs],
		['cm/wisdom-0-weight-config isvc/wisdom-0 @50', 'cm/wisdom-1-weight-config isvc/wisdom-1 @50'],
	],
	['kserve-0.11', 'canary', ['Service/wisdom'], ['isvc/wisdom-0', 'isvc/wisdom-1']],
	['kserve-0.10', 'canary', ['Service/wisdom'], ['isvc/wisdom-0', 'isvc/wisdom-1']],
	['kserve-modelmesh', 'canary', ['Gateway/mm-gateway', 'ServiceEntry/wisdom'], ['isvc/wisdom-0', 'isvc/wisdom-1']],
	[
		'kserve-modelmesh',
		'blue-green',
		['Gateway/mm-gateway', 'ServiceEntry/wisdom', ...configs],
		['cm/wisdom-0-weight-config isvc/wisdom-0 @50', 'cm/wisdom-1-weight-config isvc/wisdom-1 @50'],
	],
])('%s with %s: what the route needs, the first route, the routemap last', (appType, strategy, before, versions) => {
	const objects = initialized({appType, strategy});
	expect(namesOf(objects)).toEqual([...before, 'VirtualService/wisdom', 'ConfigMap/wisdom-routemap']);
	expect(versionsIn(objects)).toEqual(versions);
});

test.each(['deployment', 'kserve', 'kserve-0.10', 'kserve-modelmesh'])(
	'%s splits requests by weight, the primary’s only while version 1 has one, as Iter8',
	appType => {
		const objects = initialized({appType, strategy: 'blue-green', appVersions});
		const words = [
			[1, 0, 0],
			[70, 20, 10],
			[0, 20, 0],
			[70, 0, 10],
		].map(weights => wordsAt(objects, ...weights));
		expect(words).toEqual([
			'everything → sage',
			'everything → sage 70 %, owl 20 %, fox 10 %',
			'everything → owl',
			'everything → fox',
		]);
	},
);

test.each(['deployment', 'kserve', 'kserve-0.11', 'kserve-0.10', 'kserve-modelmesh'])(
	'%s has a canary: each candidate’s clauses while it has weight, the primary for all else',
	appType => {
		const objects = initialized({appType, strategy: 'canary', appVersions});
		expect([wordsAt(objects, 1, 0, 0), wordsAt(objects, 1, 1, 1), wordsAt(objects, 0, 0, 1)]).toEqual([
			'everything → sage',
			'traffic: test → owl; ring: on and ?at=12:30 → fox; everything else → sage',
			'ring: on and ?at=12:30 → fox; everything else → sage',
		]);
	},
);

const head = {apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService'};
const hosts = ['wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local'];

test('a Deployment is reached by its Service, the app through Istio’s gateways', () => {
	const objects = initialized({appType: 'deployment', strategy: 'canary', appPort: 8000, externalGateway: 'door'});
	const destination = (name: string) => ({
		destination: {host: `${name}.models.svc.cluster.local`, port: {number: 8000}},
		headers: {response: {add: {'app-version': name}}},
	});
	const first = {
		...head,
		metadata: {name: 'wisdom'},
		spec: {gateways: ['door', 'mesh'], hosts, http: [{route: [destination('wisdom-0')]}]},
	};
	expect(objects.slice(0, 3)).toEqual([
		{
			apiVersion: 'networking.istio.io/v1beta1',
			kind: 'Gateway',
			metadata: {name: 'door'},
			spec: {
				selector: {istio: 'ingressgateway'},
				servers: [{hosts: ['*'], port: {name: 'http', number: 80, protocol: 'HTTP'}}],
			},
		},
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {name: 'wisdom'},
			spec: {
				type: 'ExternalName',
				externalName: 'istio-ingressgateway.istio-system.svc.cluster.local',
				sessionAffinity: 'None',
			},
		},
		first,
	]);
	expect(routeAt(objects, 1, 1)).toEqual({
		...head,
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {
			...first.spec,
			http: [
				{match: [{headers: {traffic: {exact: 'test'}}}], route: [destination('wisdom-1')]},
				{route: [destination('wisdom-0')]},
			],
		},
	});
});

test('a split between InferenceServices passes the gateway twice, the second time by the header branch', () => {
	const objects = initialized({appType: 'kserve-0.10', strategy: 'blue-green'});
	const gateway = {host: 'knative-local-gateway.istio-system.svc.cluster.local'};
	const branch = (name: string) => ({
		name,
		match: [{headers: {branch: {exact: name}}}],
		rewrite: {uri: `/v2/models/${name}/infer`},
		route: [
			{
				destination: gateway,
				headers: {
					request: {set: {Host: `${name}-predictor-default.models.svc.cluster.local`}, remove: ['branch']},
					response: {add: {'app-version': name}},
				},
			},
		],
	});
	const share = (name: string, weight?: number) => ({
		destination: gateway,
		...(weight === undefined ? {} : {weight}),
		headers: {request: {set: {branch: name, host: 'wisdom.models'}}},
	});
	const rules = (http: readonly unknown[]) => ({
		gateways: ['knative-serving/knative-ingress-gateway', 'knative-serving/knative-local-gateway', 'mesh'],
		hosts,
		http,
	});
	const alone = rules([branch('wisdom-0'), {name: 'split', route: [share('wisdom-0')]}]);
	expect(only(objects, 'VirtualService')['spec']).toEqual(alone);
	expect(routeAt(objects, 50, 0)['spec']).toEqual(alone);
	expect(routeAt(objects, 30, 70)['spec']).toEqual(
		rules([
			branch('wisdom-0'),
			branch('wisdom-1'),
			{name: 'split', route: [share('wisdom-0', 30), share('wisdom-1', 70)]},
		]),
	);
});

test('ModelMesh gets the model’s name in a header, on the Service and port that the values name', () => {
	const objects = initialized({
		appType: 'kserve-modelmesh',
		strategy: 'blue-green',
		modelmeshServingService: 'mesh-of-models',
		modelmeshServingPort: 8008,
	});
	expect(only(objects, 'ServiceEntry')['spec']).toEqual({
		hosts,
		location: 'MESH_INTERNAL',
		ports: [{name: 'http', number: 8008, protocol: 'HTTP'}],
		resolution: 'DNS',
		workloadSelector: {labels: {'modelmesh-service': 'modelmesh-serving'}},
	});
	const share = (name: string, weight: number) => ({
		destination: {host: 'mesh-of-models.models.svc.cluster.local', port: {number: 8008}},
		weight,
		headers: {request: {set: {'mm-vmodel-id': name}}, response: {add: {'app-version': name}}},
	});
	expect(routeAt(objects, 0, 5)['spec']).toEqual({
		gateways: ['mm-gateway', 'mesh'],
		hosts,
		http: [{route: [share('wisdom-0', 0), share('wisdom-1', 5)]}],
	});
});

test('modify-weights makes the ConfigMaps that override weights, one that is 0 among them', () => {
	const values = {
		appType: 'kserve',
		appName: 'wisdom',
		action: 'modify-weights',
		strategy: 'blue-green',
		appVersions: [{weight: 0}, {name: 'owl', namespace: 'others', weight: '70'}, {}],
	};
	const config = (metadata: Readonly<Record<string, unknown>>) => ({apiVersion: 'v1', kind: 'ConfigMap', metadata});
	const labels = {'iter8.tools/watch': 'true'};
	expect(objectsOf(values)).toEqual([
		config({name: 'wisdom-0-weight-config', labels, annotations: {'iter8.tools/weight': '0'}}),
		config({name: 'owl-weight-config', namespace: 'others', labels, annotations: {'iter8.tools/weight': '70'}}),
		config({name: 'wisdom-2-weight-config', labels}),
	]);
});

test('a version in another namespace is looked for and reached there', () => {
	const objects = initialized({
		appType: 'kserve',
		strategy: 'canary',
		appVersions: [{name: 'sage'}, {name: 'sage', namespace: 'others'}],
	});
	expect(versionsIn(objects)).toEqual(['isvc/sage', 'isvc/others.sage']);
	expect(JSON.stringify(routeAt(objects, 1, 1))).toContain('sage-predictor.others.svc.cluster.local');
});

test('one version alone has no weight to name', () => {
	const objects = initialized({appType: 'deployment', strategy: 'blue-green', appVersions: [{name: 'sage'}]});
	expect(wordsAt(objects, 50)).toBe('everything → sage');
});
