import {describe, expect, test} from 'vitest';
import {knownRoutemap} from '../../../source/info/known-routemap.ts';
import {countedBy, versionOfService, type CountedBy} from '../../../source/metrics/gateway/version-services.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import type {AppSpec} from '../../../source/routing/app-spec.ts';
import {routingObjects} from '../../../source/routing/routing-objects.ts';

const versions = [
	{namespace: 'models', name: 'wisdom-0'},
	{namespace: 'models', name: 'wisdom-1'},
];

function countedOf(spec: Pick<AppSpec, 'appType' | 'mesh' | 'strategy'> & Partial<AppSpec>) {
	const names = [{name: 'wisdom-0'}, {name: 'wisdom-1'}];
	const {routemap} = routingObjects({name: 'wisdom', namespace: 'models', versions: names, ...spec});
	const known = knownRoutemap(routemap);
	if ('error' in known) throw known.error;
	const routesFor = (weights: readonly number[]) =>
		known.render(weights, defaultResourceTypes).flatMap(each => ('object' in each ? [each.object] : []));
	return countedBy(routesFor, versions, 'models');
}

/** `wisdom-0: wisdom-0-predictor`, or why not. */
function words(counted: ReadonlyMap<string, CountedBy>): readonly string[] {
	return [...counted].map(([title, by]) => {
		if ('unknown' in by) return `${title}: ${by.unknown.kind}`;
		return `${title}: ${by.services.map(({name}) => name).join(' ')}${by.isCopy ? ' (copies)' : ''}`;
	});
}

const predictors = ['wisdom-0: wisdom-0-predictor', 'wisdom-1: wisdom-1-predictor'];
describe.each([
	['istio', 'knative-local-gateway', 'istio-ingressgateway'],
	['gateway-api', 'shared-istio', 'shared-istio'],
] as const)('over %s', (mesh, local, ingress) => {
	const place =
		mesh === 'istio'
			? {}
			: {gateways: ['istio-system/shared'], gatewayService: 'shared-istio.istio-system.svc.cluster.local'};
	const find = (spec: Pick<AppSpec, 'appType' | 'strategy'> & Partial<AppSpec>) => {
		const {versions, gateways} = countedOf({mesh, ...place, ...spec});
		return {words: words(versions), gateways: gateways.map(({namespace, name}) => `${namespace}/${name}`)};
	};

	test.each(['canary', 'blue-green', 'none'] as const)(
		'Knative, %s: the predictors behind the last gateway',
		strategy => {
			const counted = find({appType: 'kserve-knative', strategy});
			expect(counted.gateways).toEqual([`istio-system/${local}`]);
			expect(counted.words).toEqual(predictors);
		},
	);

	test.each([
		['canary', undefined, []],
		['blue-green', undefined, [`istio-system/${ingress}`]],
		['blue-green', 'oracle', []],
		['none', undefined, []],
	] as const)('Standard, %s, model name %s: the predictors', (strategy, modelName, passes) => {
		const counted = find({appType: 'kserve-standard', strategy, ...(modelName && {modelName})});
		expect(counted.words).toEqual(predictors);
		expect(counted.gateways).toEqual(passes);
	});

	test("Standard, mirror: the candidate's counter is of copies", () => {
		expect(find({appType: 'kserve-standard', strategy: 'mirror', modelName: 'oracle'}).words).toEqual([
			'wisdom-0: wisdom-0-predictor',
			'wisdom-1: wisdom-1-predictor (copies)',
		]);
	});

	test.each(['canary', 'blue-green'] as const)('Deployments, %s: their Services', strategy => {
		expect(find({appType: 'deployment', strategy, gateways: ['istio-system/shared']}).words).toEqual([
			'wisdom-0: wisdom-0',
			'wisdom-1: wisdom-1',
		]);
	});
});

test('what stands before a predictor is counted in its place: a transformer asks it once more', () => {
	const components = {transformer: true, explainer: true};
	const counted = countedOf({
		appType: 'kserve-standard',
		mesh: 'istio',
		strategy: 'canary',
		versions: [{name: 'wisdom-0', components}, {name: 'wisdom-1'}],
	});
	expect(words(counted.versions)).toEqual([
		'wisdom-0: wisdom-0-transformer wisdom-0-explainer',
		'wisdom-1: wisdom-1-predictor',
	]);
});

test('models of ModelMesh are behind one Service', () => {
	const counted = countedOf({appType: 'kserve-modelmesh', mesh: 'istio', strategy: 'blue-green'});
	expect([...counted.versions.values()]).toEqual([
		{unknown: {kind: 'shared-service', host: 'modelmesh-serving.models.svc.cluster.local'}},
		{unknown: {kind: 'shared-service', host: 'modelmesh-serving.models.svc.cluster.local'}},
	]);
});

function route(...destinations: readonly object[]): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {hosts: ['wisdom.models'], http: destinations.map(destination => ({route: [destination]}))},
	};
}

const answers = (version: string) => ({response: {set: {'app-version': version}}});

test.each([
	[
		'a Service of another name is the version that the answers name',
		[
			{destination: {host: 'blue'}, headers: answers('wisdom-0')},
			{destination: {host: 'green.other.svc.cluster.local'}, headers: answers('wisdom-1')},
		],
		['wisdom-0: blue', 'wisdom-1: green'],
	],
	[
		'a Service that two versions share is of none',
		[
			{destination: {host: 'wisdom-0-predictor'}, headers: answers('wisdom-0')},
			{destination: {host: 'wisdom-0-predictor.models.svc.cluster.local'}, headers: answers('wisdom-1')},
		],
		['wisdom-0: shared-service', 'wisdom-1: shared-service'],
	],
	[
		'a Service that others ask too, by the same route, is of none',
		[{destination: {host: 'blue'}, headers: answers('wisdom-0')}, {destination: {host: 'blue'}}],
		['wisdom-0: shared-service', 'wisdom-1: no-route'],
	],
	[
		'the Host of a whole InferenceService leads to its predictor',
		[
			{
				destination: {host: 'knative-local-gateway.istio-system.svc.cluster.local'},
				headers: {request: {set: {Host: 'wisdom-1.models'}}},
			},
		],
		['wisdom-0: no-route', 'wisdom-1: wisdom-1 wisdom-1-predictor wisdom-1-predictor-default'],
	],
	[
		"a gateway whose requests keep their Host looks at the app's routes again",
		[
			{
				destination: {host: 'istio-ingressgateway.istio-system.svc.cluster.local'},
				headers: {request: {set: {'iter8-branch': 'wisdom-0'}}, ...answers('wisdom-0')},
			},
			{destination: {host: 'wisdom-0-predictor'}, headers: answers('wisdom-0')},
		],
		['wisdom-0: wisdom-0-predictor', 'wisdom-1: no-route'],
	],
])('%s', (_, destinations, expected) => {
	expect(words(countedBy(() => [route(...destinations)], versions, 'models').versions)).toEqual(expected);
});

test("a revision's Service is its version's, one of another name or namespace is nobody's", () => {
	const find = versionOfService(countedOf({appType: 'kserve-knative', mesh: 'istio', strategy: 'canary'}));
	const services = ['wisdom-0-predictor', 'wisdom-0-predictor-00012', 'wisdom-1-predictor-00001-private'];
	expect(services.map(name => find({namespace: 'models', name}))).toEqual(['wisdom-0', 'wisdom-0', 'wisdom-1']);
	const others = ['wisdom-0-predictor-1', 'wisdom-00-predictor', 'wisdom-0-transformer', 'wisdom-0'];
	expect(others.map(name => find({namespace: 'models', name}))).toEqual(others.map(() => undefined));
	expect(find({namespace: 'other', name: 'wisdom-0-predictor'})).toBeUndefined();
});
