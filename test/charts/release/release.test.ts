import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {namesOf, objectsOf, only, routeAt, versionsIn, wordsAt} from '../rendered.ts';

const version = {image: 'httpbin', storageUri: 's3://models/a'};

function released(environment: string, strategy: string, rest: Readonly<Record<string, unknown>> = {}) {
	const versions = [version, {...version, weight: 25}];
	return objectsOf({environment, application: {strategy, modelFormat: 'sklearn', versions, ...rest}});
}

const deployed = ['Service/wisdom-0', 'Deployment/wisdom-0', 'Service/wisdom-1', 'Deployment/wisdom-1'];
const models = ['InferenceService/wisdom-0', 'InferenceService/wisdom-1'];
const configs = ['ConfigMap/wisdom-0-weight-config', 'ConfigMap/wisdom-1-weight-config'];
const svc = ['svc/wisdom-0 deploy/wisdom-0', 'svc/wisdom-1 deploy/wisdom-1'];
const isvc = ['isvc/wisdom-0', 'isvc/wisdom-1'];
const weighted = (references: readonly string[]) =>
	references.map((each, index) => `${each} cm/wisdom-${index}-weight-config @${index === 0 ? 50 : 25}`);

test.each([
	['deployment', 'none', deployed, svc],
	['deployment-gtw', 'none', [...deployed, 'Service/wisdom'], svc],
	['deployment-gtw', 'canary', [...deployed, 'Service/wisdom'], svc],
	['deployment-gtw', 'blue-green', [...deployed, 'Service/wisdom', ...configs], weighted(svc)],
	['deployment-istio', 'none', [...deployed, 'Service/wisdom'], svc],
	['deployment-istio', 'canary', [...deployed, 'Service/wisdom'], svc],
	['deployment-istio', 'blue-green', [...deployed, 'Service/wisdom', ...configs], weighted(svc)],
	['deployment-istio', 'mirror', [...deployed, 'Service/wisdom', ...configs.slice(1)], weighted(svc)],
	['kserve', 'none', [...models, 'Service/wisdom'], isvc],
	['kserve', 'canary', [...models, 'Service/wisdom'], ['isvc/wisdom-0 @50', 'isvc/wisdom-1 @25']],
	['kserve', 'blue-green', [...models, 'Service/wisdom', ...configs], weighted(isvc)],
	['kserve-0.11', 'none', [...models, 'Service/wisdom'], isvc],
	['kserve-0.10', 'none', [...models, 'Service/wisdom'], isvc],
	['kserve-0.10', 'canary', [...models, 'Service/wisdom'], ['isvc/wisdom-0 @50', 'isvc/wisdom-1 @25']],
	['kserve-0.10', 'blue-green', [...models, 'Service/wisdom', ...configs], weighted(isvc)],
	['kserve-modelmesh-istio', 'none', models, isvc],
	['kserve-modelmesh-istio', 'canary', [...models, 'ServiceEntry/wisdom'], isvc],
	['kserve-modelmesh-istio', 'blue-green', [...models, 'ServiceEntry/wisdom', ...configs], weighted(isvc)],
])('%s with %s: versions, what the route needs, the routemap last', (environment, strategy, before, versions) => {
	const objects = released(environment, strategy);
	expect(namesOf(objects)).toEqual([...before, 'ConfigMap/wisdom-routemap']);
	expect(versionsIn(objects)).toEqual(versions);
});

test.each([
	['deployment-gtw', 'canary', 'everything → wisdom-0', 'traffic: test → wisdom-1; everything else → wisdom-0', ''],
	[
		'deployment-gtw',
		'blue-green',
		'everything → wisdom-0 50 %, wisdom-1 50 %',
		'everything → wisdom-0 80 %, wisdom-1 20 %',
		'everything → wisdom-1',
	],
	['deployment-istio', 'canary', 'everything → wisdom-0', 'traffic: test → wisdom-1; everything else → wisdom-0', ''],
	[
		'deployment-istio',
		'blue-green',
		'everything → wisdom-0',
		'everything → wisdom-0 80 %, wisdom-1 20 %',
		'everything → wisdom-1',
	],
	['deployment-istio', 'mirror', 'everything → wisdom-0', 'everything → wisdom-0', 'everything → wisdom-0'],
	['kserve', 'canary', 'everything → wisdom-0', 'traffic: test → wisdom-1; everything else → wisdom-0', ''],
	[
		'kserve-0.10',
		'blue-green',
		'everything → wisdom-0',
		'everything → wisdom-0 80 %, wisdom-1 20 %',
		'everything → wisdom-1',
	],
	[
		'kserve-modelmesh-istio',
		'canary',
		'everything → wisdom-0',
		'traffic: test → wisdom-1; everything else → wisdom-0',
		'',
	],
	[
		'kserve-modelmesh-istio',
		'blue-green',
		// Iter8 gives the candidate the weight 0 and the primary none, which adds up to nothing.
		'everything → ',
		'everything → wisdom-0 80 %, wisdom-1 20 %',
		'everything → wisdom-1',
	],
])('%s with %s routes by weight', (environment, strategy, primaryOnly, both, candidateOnly) => {
	const objects = released(environment, strategy);
	expect(wordsAt(objects, 50, 0)).toBe(primaryOnly);
	expect(wordsAt(objects, 100, 25)).toBe(both);
	// A canary's primary has what is left even while it is down, as Iter8 had it.
	expect(wordsAt(objects, 0, 25)).toBe(candidateOnly === '' ? both : candidateOnly);
});

test('of three versions each one’s weight counts, also while the one in the middle is down', () => {
	const versions = [version, version, version];
	for (const environment of ['deployment-gtw', 'deployment-istio', 'kserve', 'kserve-modelmesh-istio']) {
		expect(wordsAt(released(environment, 'blue-green', {versions}), 60, 0, 40)).toBe(
			'everything → wisdom-0 60 %, wisdom-2 40 %',
		);
	}
});

test('several mirrors get their own shares of the copies', () => {
	const objects = released('deployment-istio', 'mirror', {versions: [version, version, version]});
	const rule = (...weights: readonly number[]) => routeAt(objects, ...weights)['spec'] as {http: readonly unknown[]};
	const copies = (name: string, value: number) => ({
		destination: {host: `${name}.models.svc.cluster.local`, port: {number: 80}},
		percentage: {value},
	});
	expect(rule(50, 10, 20).http[0]).toMatchObject({mirrors: [copies('wisdom-1', 10), copies('wisdom-2', 20)]});
	expect(rule(50, 0, 20).http[0]).toMatchObject({mirrors: [copies('wisdom-2', 20)]});
	expect(rule(50, 0, 0).http[0]).not.toHaveProperty('mirrors');
});

const labels = {'iter8.tools/watch': 'true', team: 'nlp', 'app.kubernetes.io/version': 'v1'};

function described(key: string, specification: unknown): Readonly<Record<string, unknown>> {
	return {
		metadata: {labels: {team: 'nlp', 'app.kubernetes.io/version': 'v0'}, annotations: {owner: 'ada'}},
		versions: [
			version,
			{
				...version,
				metadata: {labels: {'app.kubernetes.io/version': 'v1'}},
				...(specification ? {[key]: specification} : {}),
			},
		],
	};
}

const named = (objects: readonly KubeObject[], kind: string, name: string) =>
	objects.find(object => object.kind === kind && object.metadata.name === name);

test('a Deployment and its Service have the labels of app and version, and the port that is nearest', () => {
	const objects = released('deployment-istio', 'none', {...described('', undefined), port: 8080});
	const metadata = {name: 'wisdom-1', namespace: 'models', labels, annotations: {owner: 'ada'}};
	expect(named(objects, 'Deployment', 'wisdom-1')).toEqual({
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata,
		spec: {
			selector: {matchLabels: {app: 'wisdom-1'}},
			template: {
				metadata: {labels: {app: 'wisdom-1'}},
				spec: {containers: [{name: 'wisdom-1', image: 'httpbin', ports: [{containerPort: 8080}]}]},
			},
		},
	});
	expect(named(objects, 'Service', 'wisdom-1')).toEqual({
		apiVersion: 'v1',
		kind: 'Service',
		metadata,
		spec: {selector: {app: 'wisdom-1'}, ports: [{port: 8080}]},
	});
});

test('an InferenceService has the version’s model, and what of runtime, protocol and ports is given', () => {
	const rest = {...described('', undefined), runtime: 'kserve-mlserver', protocolVersion: 'v2'};
	expect(named(released('kserve', 'canary', rest), 'InferenceService', 'wisdom-1')).toEqual({
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name: 'wisdom-1', namespace: 'models', labels, annotations: {owner: 'ada'}},
		spec: {
			predictor: {
				minReplicas: 1,
				model: {
					modelFormat: {name: 'sklearn'},
					runtime: 'kserve-mlserver',
					storageUri: 's3://models/a',
					protocolVersion: 'v2',
				},
			},
		},
	});
	const onMesh = named(released('kserve-modelmesh-istio', 'canary', rest), 'InferenceService', 'wisdom-1');
	expect(onMesh?.metadata.annotations).toEqual({owner: 'ada', 'serving.kserve.io/deploymentMode': 'ModelMesh'});
	expect(onMesh?.['spec']).toEqual({
		predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: 's3://models/a'}},
	});
});

test('what a version specifies itself is taken, named and reached as it says', () => {
	const specification = {
		metadata: {name: 'sage', labels: {team: 'vision'}, finalizers: ['a/b']},
		spec: {ports: [{port: 9000}], selector: {app: 'sage'}},
	};
	const objects = released('deployment-istio', 'canary', described('serviceSpecification', specification));
	expect(named(objects, 'Service', 'sage')).toEqual({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {
			name: 'sage',
			namespace: 'models',
			labels: {...labels, team: 'vision'},
			annotations: {owner: 'ada'},
			finalizers: ['a/b'],
		},
		spec: specification.spec,
	});
	expect(versionsIn(objects)[1]).toBe('svc/sage deploy/wisdom-1');
	expect(JSON.stringify(routeAt(objects, 1, 1))).toContain(
		'{"host":"sage.models.svc.cluster.local","port":{"number":9000}}',
	);
	const model = {metadata: {name: 'owl'}, spec: {predictor: {minReplicas: 0}}};
	const served = released('kserve', 'canary', described('inferenceServiceSpecification', model));
	expect(named(served, 'InferenceService', 'owl')?.['spec']).toEqual(model.spec);
	expect(wordsAt(served, 1, 1)).toBe('traffic: test → owl; everything else → wisdom-0');
});

test('the app’s own name and namespace go before the release’s; its gateway is in the route', () => {
	const application = {metadata: {name: 'oracle', namespace: 'delphi'}, strategy: 'canary', versions: [version]};
	const objects = objectsOf({environment: 'deployment-istio', gateway: 'istio-system/door', application});
	expect(only(objects, 'Deployment').metadata).toMatchObject({name: 'oracle-0', namespace: 'delphi'});
	expect(routeAt(objects, 1)).toMatchObject({
		metadata: {name: 'oracle', namespace: 'delphi'},
		spec: {gateways: ['istio-system/door', 'mesh'], hosts: ['oracle.delphi', 'oracle.delphi.svc', expect.anything()]},
	});
});

test('an HTTPRoute’s candidate has its clauses as matches, or matches of its own', () => {
	const match = [
		{headers: {ring: {exact: 'on'}, region: {prefix: 'eu.'}}, uri: {prefix: '/v2'}},
		{headers: {tier: {regex: 'a|b'}}, method: {exact: 'POST'}},
	];
	const own = [{queryParams: [{name: 'who', value: 'fox'}]}];
	const versions = [version, {...version, match}, {...version, matches: own}];
	const objects = objectsOf({
		environment: 'deployment-gtw',
		gateway: 'door',
		application: {strategy: 'canary', port: 8080, versions},
	});
	const backend = (name: string) => ({
		group: '',
		kind: 'Service',
		name,
		port: 8080,
		filters: [{type: 'ResponseHeaderModifier', responseHeaderModifier: {add: [{name: 'app-version', value: name}]}}],
	});
	expect(routeAt(objects, 0, 1, 1)).toEqual({
		apiVersion: 'gateway.networking.k8s.io/v1beta1',
		kind: 'HTTPRoute',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {
			hostnames: ['wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local'],
			parentRefs: [{group: '', kind: 'Service', name: 'wisdom', port: 8080}, {name: 'door'}],
			rules: [
				{
					matches: [
						{
							path: {type: 'PathPrefix', value: '/v2'},
							headers: [
								{name: 'ring', type: 'Exact', value: 'on'},
								{name: 'region', type: 'RegularExpression', value: String.raw`eu\..*`},
							],
						},
						{method: 'POST', headers: [{name: 'tier', type: 'RegularExpression', value: 'a|b'}]},
					],
					backendRefs: [backend('wisdom-1')],
				},
				{matches: own, backendRefs: [backend('wisdom-2')]},
				{backendRefs: [backend('wisdom-0')]},
			],
		},
	});
	expect(named(objects, 'Service', 'wisdom')?.['spec']).toEqual({ports: [{port: 8080}], selector: {app: 'wisdom'}});
});

test.each(
	['deployment-gtw', 'deployment-istio', 'kserve', 'kserve-modelmesh-istio'].flatMap(environment =>
		['canary', 'blue-green'].map(strategy => [environment, strategy] as const),
	),
)('%s with %s: a version that is alone gets everything', (environment, strategy) => {
	expect(wordsAt(released(environment, strategy, {versions: [version]}), 50)).toBe('everything → wisdom-0');
});
