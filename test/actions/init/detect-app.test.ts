import {expect, test} from 'vitest';
import {detectApp, type DetectOptions} from '../../../source/actions/init/detect-app.ts';
import {knativeServices} from '../../../source/kserve/detected-mode.ts';
import {ApiError} from '../../../source/objects/cluster.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {httpRoutes, inferenceServices, virtualServices, type Resource} from '../../../source/objects/resource.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';
import {stepContext} from '../../helpers/step-context.ts';

interface Case {
	readonly objects?: readonly KubeObject[];
	/** Kinds that the server lacks. */
	readonly missing?: readonly Resource[];
	/** Kinds that may not be read, by their plural and namespace. */
	readonly forbidden?: readonly string[];
	readonly options?: Partial<DetectOptions>;
}

function detect(
	{objects = [], missing = [], forbidden = [], options = {}}: Case,
	cluster = createMemoryCluster(objects),
) {
	for (const resource of missing) cluster.setInstalled(resource, false);
	cluster.onCall ??= call => {
		if (!forbidden.some(each => call.startsWith(`get ${each}`))) return;
		throw new ApiError(403, 'Forbidden', `may not be seen: ${call}`);
	};
	const context = stepContext(cluster);
	return detectApp(context, {name: 'wisdom', versions: ['wisdom-0', 'wisdom-1'], ...options});
}

function model(
	name: string,
	{annotation, status, model: own = {}}: Readonly<Record<string, unknown>> = {},
): KubeObject {
	const annotations = {'serving.kserve.io/deploymentMode': String(annotation)};
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, namespace: 'models', ...(annotation === undefined ? {} : {annotations})},
		spec: {predictor: {model: own}},
		...(status === undefined ? {} : {status}),
	};
}

function object(apiVersion: string, kind: string, name: string): KubeObject {
	return {apiVersion, kind, metadata: {name, namespace: 'models'}, spec: {}};
}

function defaultMode(deploy: string): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'inferenceservice-config', namespace: 'kserve'},
		data: {deploy},
	};
}

const istio = 'istio: the server has VirtualServices';
const gatewayApi = 'gateway-api: the server has HTTPRoutes, and no VirtualServices';
const deployment = object('apps/v1', 'Deployment', 'wisdom-0');
const named = (value: string) => ({model: {env: [{name: 'MLSERVER_MODEL_NAME', value}]}});

test.each<[string, Case, unknown]>([
	...(
		[
			['Serverless', 'kserve-knative', 'Knative'],
			['Knative', 'kserve-knative', 'Knative'],
			['RawDeployment', 'kserve-standard', 'Standard'],
			['Standard', 'kserve-standard', 'Standard'],
			['ModelMesh', 'kserve-modelmesh', 'ModelMesh'],
		] as const
	).map(([annotation, appType, mode]): [string, Case, unknown] => [
		`the annotation ${annotation}`,
		{objects: [model('wisdom-0', {annotation})]},
		{appType, mesh: 'istio', modelName: undefined, reasons: [`kserve in ${mode} mode: annotation on wisdom-0`, istio]},
	]),
	[
		'the mode in the status, which goes before the annotation',
		{objects: [model('wisdom-0', {annotation: 'Serverless', status: {deploymentMode: 'RawDeployment'}})]},
		{appType: 'kserve-standard', reasons: ['kserve in Standard mode: status of wisdom-0', istio]},
	],
	[
		'a revision, in spite of what the installation says',
		{
			objects: [
				model('wisdom-0', {status: {components: {predictor: {latestCreatedRevision: 'wisdom-0-predictor-00001'}}}}),
				defaultMode('{"defaultDeploymentMode": "RawDeployment"}'),
			],
		},
		{appType: 'kserve-knative', reasons: ['kserve in Knative mode: wisdom-0 has revisions', istio]},
	],
	[
		'the default of the installation',
		{objects: [model('wisdom-0'), defaultMode('{"defaultDeploymentMode": "RawDeployment"}')]},
		{
			appType: 'kserve-standard',
			reasons: ['kserve in Standard mode: ConfigMap kserve/inferenceservice-config', istio],
		},
	],
	[
		'Knative, where the default cannot be read',
		{objects: [model('wisdom-0'), defaultMode('{"defaultDeploymentMode')]},
		{appType: 'kserve-knative', reasons: ['kserve in Knative mode: the server has Knative', istio]},
	],
	[
		'no Knative, where the default may not be seen',
		{objects: [model('wisdom-0')], missing: [knativeServices], forbidden: ['configmaps kserve']},
		{appType: 'kserve-standard', reasons: ['kserve in Standard mode: the server has no Knative', istio]},
	],
	[
		'nothing, where nothing may be seen',
		{objects: [model('wisdom-0')], forbidden: ['services models', 'configmaps kserve']},
		{
			appType: 'kserve-knative',
			reasons: [
				'kserve in Knative mode: taken for granted, as you may not look; else say --app-type kserve-standard',
				istio,
			],
		},
	],
	[
		'a candidate, where there is no primary',
		{objects: [model('wisdom-1', {annotation: 'Standard'})]},
		{appType: 'kserve-standard', reasons: ['kserve in Standard mode: annotation on wisdom-1', istio]},
	],
	[
		'KServe, where there is no version yet',
		{},
		{
			appType: 'kserve-knative',
			reasons: ['kserve in Knative mode: the server has Knative; there is no wisdom-0 yet', istio],
		},
	],
	[
		'a Deployment and its Service',
		{objects: [deployment, object('v1', 'Service', 'wisdom-0')], missing: [inferenceServices]},
		{appType: 'deployment', reasons: ['deployment: deployment.apps/wisdom-0 is there', istio]},
	],
	[
		'a Deployment alone',
		{objects: [deployment]},
		{
			appType: 'deployment',
			reasons: [
				'deployment: deployment.apps/wisdom-0 is there, though not yet service/wisdom-0, which leads to it',
				istio,
			],
		},
	],
	[
		'--app-type kserve, in spite of a Deployment',
		{objects: [deployment], missing: [knativeServices], options: {appType: 'kserve'}},
		{appType: 'kserve-standard', reasons: ['kserve in Standard mode: the server has no Knative', istio]},
	],
	[
		'all that is given',
		{objects: [deployment], options: {appType: 'kserve-modelmesh', mesh: 'gateway-api'}},
		{appType: 'kserve-modelmesh', mesh: 'gateway-api', reasons: []},
	],
	[
		'HTTPRoutes, where there are no VirtualServices',
		{objects: [deployment, object('v1', 'Service', 'wisdom-0')], missing: [virtualServices]},
		{mesh: 'gateway-api', reasons: ['deployment: deployment.apps/wisdom-0 is there', gatewayApi]},
	],
	[
		'HTTPRoutes, where VirtualServices may not be seen',
		{objects: [model('wisdom-0', {annotation: 'Standard'})], forbidden: ['virtualservices']},
		{
			mesh: 'gateway-api',
			reasons: [
				'kserve in Standard mode: annotation on wisdom-0',
				'gateway-api: you may see HTTPRoutes, and no VirtualServices',
			],
		},
	],
	[
		"the primary's model name",
		{objects: [model('wisdom-0', {annotation: 'Standard', ...named('digits')})]},
		{
			modelName: 'digits',
			reasons: ['kserve in Standard mode: annotation on wisdom-0', istio, 'model name digits: wisdom-0 sets it'],
		},
	],
	[
		"the versions' one model name, however they set it",
		{
			objects: [
				model('wisdom-0', {annotation: 'Standard', ...named('digits')}),
				model('wisdom-1', {model: {args: ['--model_name=digits']}}),
			],
		},
		{
			modelName: 'digits',
			reasons: ['kserve in Standard mode: annotation on wisdom-0', istio, 'model name digits: all versions set it'],
		},
	],
	[
		'no model name where the versions have several',
		{objects: [model('wisdom-0', {annotation: 'Standard', ...named('digits')}), model('wisdom-1', named('letters'))]},
		{modelName: undefined, reasons: ['kserve in Standard mode: annotation on wisdom-0', istio]},
	],
	[
		'no model name where one version sets none',
		{objects: [model('wisdom-0', {annotation: 'Standard', ...named('digits')}), model('wisdom-1')]},
		{modelName: undefined},
	],
	[
		'the model name that is given',
		{objects: [model('wisdom-0', {annotation: 'Standard'})], options: {modelName: 'digits'}},
		{modelName: 'digits', reasons: ['kserve in Standard mode: annotation on wisdom-0', istio]},
	],
])('an app is what is told by %s', async (_, given, expected) => {
	expect(await detect(given)).toMatchObject(expected as object);
});

test.each<[Case, string]>([
	[
		{missing: [inferenceServices]},
		'cannot tell what serves wisdom: in namespace models is no deployment wisdom-0, and the server has no InferenceServices (is KServe installed?): apply its first version, or say --app-type',
	],
	[{forbidden: ['inferenceservices']}, 'may not be seen: get inferenceservices models/wisdom-0'],
	[
		{missing: [virtualServices, httpRoutes]},
		'the server has neither VirtualServices nor HTTPRoutes (gateway.networking.k8s.io/v1): install Istio, or the Gateway API with something that serves it',
	],
	[{forbidden: ['virtualservices'], missing: [httpRoutes]}, 'may not be seen: get virtualservices models/wisdom'],
])('what is missing is said: %#', async (given, message) => {
	await expect(detect(given)).rejects.toThrow(message);
});

test('everything is asked at once, and nothing is written', async () => {
	const cluster: MemoryCluster = createMemoryCluster([model('wisdom-0')]);
	let open = 0;
	let most = 0;
	cluster.onCall = async () => {
		most = Math.max(most, ++open);
		await new Promise(resolve => setImmediate(resolve));
		open--;
	};
	await detect({}, cluster);
	expect(cluster.calls).toHaveLength(8);
	expect(cluster.calls.every(call => call.startsWith('get '))).toBe(true);
	expect(most).toBe(8);
});

test('a version goes by its own components; one that is not there yet by those of the primary', async () => {
	const served = model('wisdom-0', {annotation: 'Standard'});
	const withParts = (name: string, parts: object) => {
		const {metadata, ...rest} = model(name, {annotation: 'Standard'});
		return {...rest, metadata, spec: {...(served['spec'] as object), ...parts}};
	};
	const primary = withParts('wisdom-0', {transformer: {containers: []}, explainer: {art: {}}});
	const alone = await detect({objects: [primary]});
	expect([...alone.components]).toEqual([
		['wisdom-0', {transformer: true, explainer: true}],
		['wisdom-1', {transformer: true, explainer: true}],
	]);
	expect(alone.reasons.at(-1)).toBe('requests go through a transformer and an explainer: wisdom-0 has them');
	const beside = await detect({objects: [primary, withParts('wisdom-1', {})]});
	expect([...beside.components]).toEqual([['wisdom-0', {transformer: true, explainer: true}]]);
	expect([...(await detect({objects: [served]})).components]).toEqual([]);
	const {predictor} = served['spec'] as {readonly predictor: object};
	const named = await detect({objects: [withParts('wisdom-0', {predictor: {...predictor, name: 'next'}})]});
	const next = {transformer: false, explainer: false, predictor: 'next'};
	expect([...named.components]).toEqual([
		['wisdom-0', next],
		['wisdom-1', next],
	]);
	expect(named.reasons.at(-1)).toBe('requests go through a predictor called next: wisdom-0 has one');
});
