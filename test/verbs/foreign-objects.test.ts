import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';
import {configMaps, deployments, inferenceServices, services} from '../../source/objects/resource.ts';
import {blueGreenSpec, canarySpec, routemapConfigMap, weightConfig} from '../helpers/app-objects.ts';
import {present} from '../helpers/present.ts';
import {primary, startRollout, storageUri, writesOf} from './rollout.ts';

const watched = {'iter8.tools/watch': 'true'};
const own = {...watched, 'app.kubernetes.io/name': 'wisdom', 'app.kubernetes.io/version': 'v1'};

/** An InferenceService that serves another model. */
function model(metadata: Partial<ObjectMeta>): KubeObject {
	const object = primary({uid: `${metadata.namespace ?? 'models'}-${metadata.name}`, labels: own, ...metadata});
	return {...object, spec: {predictor: {model: {storageUri: 'gs://models/two'}}}};
}

function named(name: string, spec: string): KubeObject {
	return routemapConfigMap(name, spec);
}

const candidate = (metadata: Partial<ObjectMeta>) => model({name: 'wisdom-1', ...metadata});
const controlled = [{apiVersion: 'ml/v1', kind: 'ModelFleet', name: 'night', uid: 'x', controller: true}];
const label = '"kubectl label --overwrite inferenceservice wisdom-1 -n models iter8.tools/watch=true"';
const canary = [primary({uid: 'zero'}), named('wisdom-routemap', canarySpec)];

// A11 and its siblings: what bears the candidate's name is not always the candidate.
test.each<[string, readonly KubeObject[], string]>([
	[
		'of another app by its label',
		[candidate({labels: {...watched, 'app.kubernetes.io/name': 'wisdom-1'}})],
		'inferenceservice models/wisdom-1 is of app wisdom-1, as its label app.kubernetes.io/name says, not of wisdom',
	],
	[
		'not watched',
		[candidate({labels: {}})],
		`inferenceservice models/wisdom-1 has no label iter8.tools/watch, so it is none of app wisdom's: if it is, ${label}; else set the app up anew with other --versions`,
	],
	[
		'named by another routemap',
		[candidate({}), named('owl-routemap', canarySpec)],
		'inferenceservice models/wisdom-1 is also a version of app owl (configmap models/owl-routemap): leave it to one of the two apps',
	],
	[
		"a controller's",
		[candidate({ownerReferences: controlled})],
		'inferenceservice models/wisdom-1 belongs to ModelFleet night, which would undo what is done to it: change that',
	],
])('a candidate that is %s is left alone by every verb', async (_, objects, message) => {
	const {run, cluster, isvc} = await startRollout([...canary, ...objects], {hasDaemon: false});
	const before = isvc('wisdom-1')?.metadata.uid;
	cluster.forgetCalls();
	await expect(run('abort', 'wisdom', '--yes')).rejects.toThrow(message);
	await expect(run('promote', 'wisdom', '--yes', '--skip-test')).rejects.toThrow(message);
	await expect(run('deploy', 'wisdom', '--storage-uri', 'gs://models/three')).rejects.toThrow(message);
	expect(writesOf(cluster)).toEqual([]);
	const {stdout} = await run('cleanup', 'wisdom', '--all', '--yes', '--drain', '1ms');
	expect(stdout).toContain(`kept: ${message}`);
	expect([isvc('wisdom-1')?.metadata.uid, isvc('wisdom-1')?.metadata.deletionTimestamp]).toEqual([before, undefined]);
});

test('a candidate that turned into something else after the plan was made is not deleted', async () => {
	const {run, cluster, isvc} = await startRollout([...canary, candidate({})], {hasDaemon: false});
	let looks = 0;
	cluster.onCall = call => {
		if (call !== 'get inferenceservices models/wisdom-1' || ++looks < 2) return;
		const live = isvc('wisdom-1');
		if (live) cluster.put({...live, metadata: {...live.metadata, ownerReferences: controlled}});
	};
	await expect(run('abort', 'wisdom', '--yes')).rejects.toThrow('belongs to ModelFleet night');
	expect(isvc('wisdom-1')).toBeDefined();
});

test('promote replaces a primary that is labelled with another name, as a model that was taken over may be', async () => {
	const primaryOfNlp = primary({uid: 'zero', labels: {...own, 'app.kubernetes.io/name': 'nlp'}});
	const {run, isvc} = await startRollout([primaryOfNlp, ...canary.slice(1), candidate({})]);
	await run('promote', 'wisdom', '--yes', '--skip-test');
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/two');
});

// A11: ConfigMaps and Services of the names that the app's would have.
const foreign: readonly KubeObject[] = [
	{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'wisdom-previous', namespace: 'models'}, data: {a: 'b'}},
	{
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'wisdom-1-weight-config', namespace: 'models'},
		data: {a: 'b'},
	},
	{
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {type: 'ExternalName', externalName: 'example.com'},
	},
];

test('cleanup leaves what it did not make, and says so', async () => {
	const objects = [primary(), named('wisdom-routemap', blueGreenSpec), weightConfig('wisdom-0-weight-config', '1')];
	const {run, cluster} = await startRollout([...objects, ...foreign], {hasDaemon: false});
	const {stdout} = await run('cleanup', 'wisdom', '--all', '--yes', '--drain', '1ms');
	expect(stdout).toBe(
		[
			'configmap/wisdom-routemap retired',
			'kept: service models/wisdom was not made by kubectl iter8',
			'configmap/wisdom-0-weight-config deleted',
			'kept: configmap models/wisdom-1-weight-config was not made by kubectl iter8',
			'kept: configmap models/wisdom-previous was not made by kubectl iter8',
			'inferenceservice.serving.kserve.io/wisdom-0 deleted',
			'finalizers released',
			'inferenceservice.serving.kserve.io/wisdom-0 is gone',
			'configmap/wisdom-routemap deleted',
			'',
		].join('\n'),
	);
	for (const {kind, metadata} of foreign) {
		expect(cluster.peek(kind === 'Service' ? services : configMaps, 'models', metadata.name)).toBeDefined();
	}
});

test('cleanup deletes the very objects of its plan, none that have taken their names since', async () => {
	const {run, cluster, service} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	cluster.onCall = call => {
		if (call !== 'patch configmaps models/wisdom-routemap') return;
		cluster.put({...present(service('wisdom')), metadata: {name: 'wisdom', namespace: 'models', uid: 'another'}});
	};
	const {stdout} = await run('cleanup', 'wisdom', '--yes', '--drain', '1ms');
	expect(stdout).toContain('kept: service models/wisdom is another one by now\n');
	expect(service('wisdom')?.metadata.uid).toBe('another');
});

test('an abort that would leave nobody to answer advises no promotion that is refused', async () => {
	const {run} = await startRollout([primary({labels: {}}), candidate({}), named('wisdom-routemap', canarySpec)], {
		hasDaemon: false,
	});
	await expect(run('promote', 'wisdom', '--yes')).rejects.toThrow('models/wisdom-0 has no label iter8.tools/watch');
	await expect(run('abort', 'wisdom', '--yes')).rejects.toThrow(
		'wisdom-1 is the only version of wisdom that serves (InferenceService wisdom-0 has no label iter8.tools/watch: "true"): repair the primary first, or',
	);
});

test("weights are not written on what is not the app's", async () => {
	const objects = [primary(), candidate({}), named('wisdom-routemap', blueGreenSpec), ...foreign];
	const weights = weightConfig('wisdom-0-weight-config', '1');
	const {run, cluster} = await startRollout([...objects, weights], {hasDaemon: false});
	await expect(run('weights', 'wisdom', '90', '10')).rejects.toThrow(
		"the weight cannot be written: configmap models/wisdom-1-weight-config has no label iter8.tools/watch, so it is none of app wisdom's",
	);
	expect(writesOf(cluster)).toEqual([]);
});

test('a weight is not written on what has taken the name since the plan was made', async () => {
	const spec = blueGreenSpec.replace('  - gvrShort: cm\n    name: wisdom-0-weight-config\n', '');
	const {run, cluster, configMap} = await startRollout([primary(), candidate({}), named('wisdom-routemap', spec)], {
		hasDaemon: false,
	});
	let looks = 0;
	cluster.onCall = call => {
		if (call === 'get configmaps models/wisdom-1-weight-config' && ++looks === 2) cluster.put(present(foreign[1]));
	};
	await expect(run('weights', 'wisdom', 'wisdom-1=10')).rejects.toThrow('the weight cannot be written');
	expect(configMap('wisdom-1-weight-config')?.metadata.annotations).toBeUndefined();
});

test('cleanup leaves the finalizer of a version that another routemap names too', async () => {
	const guarded = primary({finalizers: ['iter8.tools/finalizer']});
	const {run, isvc} = await startRollout(
		[guarded, named('wisdom-routemap', canarySpec), named('owl-routemap', canarySpec)],
		{hasDaemon: false},
	);
	await run('cleanup', 'wisdom', '--yes', '--drain', '1ms');
	expect(isvc('wisdom-0')?.metadata.finalizers).toEqual(['iter8.tools/finalizer']);
});

test('init does not take a ConfigMap over that holds something else', async () => {
	const {run, cluster} = await startRollout([primary(), present(foreign[1])], {hasDaemon: false});
	await expect(run('init', 'wisdom', '--strategy', 'blue-green')).rejects.toThrow(
		'configmap models/wisdom-1-weight-config was not made by kubectl iter8: choose other --versions, or remove it',
	);
	expect(cluster.peek(configMaps, 'models', 'wisdom-routemap')).toBeUndefined();
});

// A5: a routemap names objects of another team's namespace.
const reaching = canarySpec
	.replaceAll('namespace: models', 'namespace: team-c')
	.replace('hosts', 'gateways: [mesh]\n        hosts');
const beyond =
	'is isvc wisdom-0 of namespace team-c, and a routemap reaches its own namespace models only: let its owner annotate it with iter8.tools/routemap-namespaces: models';
const victims = ['wisdom-0', 'wisdom-1'].map(name => model({name, namespace: 'team-c'}));

test('what lies in another namespace and does not consent is touched by no verb', async () => {
	const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'shop', namespace: 'team-c'}, spec: {}};
	const more =
		'  - {gvrShort: svc, name: shop, namespace: team-c}\n  - {gvrShort: deploy, name: shop, namespace: team-c}\n';
	const spec = reaching.replace('- resources:\n', `- resources:\n${more}`);
	const deployment = {...service, apiVersion: 'apps/v1', kind: 'Deployment', spec: {replicas: 1}};
	const {run, cluster} = await startRollout([...victims, service, deployment, named('wisdom-routemap', spec)], {
		hasDaemon: false,
	});
	cluster.forgetCalls();
	await expect(run('promote', 'wisdom', '--yes', '--skip-test')).rejects.toThrow(
		'a routemap reaches its own namespace models only',
	);
	await expect(run('abort', 'wisdom', '--yes')).rejects.toThrow('wisdom has no candidate');
	expect(writesOf(cluster)).toEqual([]);
	await run('cleanup', 'wisdom', '--all', '--yes', '--drain', '1ms');
	for (const [resource, name] of [
		[inferenceServices, 'wisdom-0'],
		[services, 'shop'],
		[deployments, 'shop'],
	] as const) {
		expect(cluster.peek(resource, 'team-c', name)?.metadata.deletionTimestamp).toBeUndefined();
		expect(cluster.peek(resource, 'team-c', name)).toBeDefined();
	}
});

test('a primary of another namespace is not promoted, and why is said', async () => {
	const {run} = await startRollout([...victims, named('wisdom-routemap', reaching)]);
	await expect(run('promote', 'wisdom', '--yes')).rejects.toThrow(
		`routemap wisdom-routemap: versions[0].resources[0] ${beyond}`,
	);
	await expect(run('deploy', 'wisdom', '--storage-uri', 'gs://x')).rejects.toThrow(beyond);
});

test("what consents is the app's, and plans name its namespace", async () => {
	const annotations = {'iter8.tools/routemap-namespaces': 'models'};
	const [zero, one] = ['wisdom-0', 'wisdom-1'].map(name => model({name, namespace: 'team-c', annotations}));
	const rollout = await startRollout([
		present(zero),
		{...present(one), spec: {predictor: {}}},
		named('wisdom-routemap', reaching),
	]);
	const {run, cluster} = rollout;
	await expect(run('promote', 'wisdom')).rejects.toThrow('nobody to ask');
	await run('promote', 'wisdom', '--yes', '--skip-test');
	expect(cluster.peek(inferenceServices, 'team-c', 'wisdom-0')?.['spec']).toEqual({predictor: {}});
	expect(cluster.peek(inferenceServices, 'team-c', 'wisdom-1')).toBeUndefined();
});
