import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {transformApplication, transformRoute, transformRoutemap} from '../../source/daemon/transform.ts';
import {listAt, type KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {versionAvailability} from '../../source/routemap/assess/availability.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';

const managedFields = [
	{manager: 'kubectl', operation: 'Update'},
	{manager: 'iter8-controller', operation: 'Apply', fieldsV1: {'f:spec': {}}},
];

test('of a routemap the managed fields are left out', () => {
	const routemap = routemapConfigMap('wisdom', canarySpec);
	expect(transformRoutemap({...routemap, metadata: {...routemap.metadata, managedFields}})).toEqual(routemap);
});

test('of a ConfigMap that says that it is a routemap nothing is kept but what is read of it', () => {
	const routemap = routemapConfigMap('wisdom', canarySpec);
	const long = 'x'.repeat(500_000);
	const full = {...routemap, data: {strSpec: canarySpec, other: long}, binaryData: {other: long}};
	expect(transformRoutemap(full)).toEqual(routemap);
	const kept = transformRoutemap(routemapConfigMap('wisdom', long));
	expect(JSON.stringify(kept).length).toBeLessThan(132_000);
	expect(() => parseRoutemap(kept)).toThrow('data.strSpec has more characters, but a routemap may have 131072');
	expect(transformRoutemap({...routemap, data: {other: long}})).toEqual({...routemap, data: {}});
});

test('of an application resource the spec and the managed fields are left out', () => {
	const status = {
		conditions: [{type: 'Ready', status: 'True'}],
		modelStatus: {transitionStatus: 'UpToDate'},
		url: 'http://wisdom-1',
		address: {url: 'http://wisdom-1.models'},
		components: {predictor: {latestCreatedRevision: 'r2', latestReadyRevision: 'r1', traffic: []}},
	};
	const metadata = {uid: 'uid-1', resourceVersion: '7', annotations: {'iter8.tools/weight': '5'}, finalizers: ['x']};
	const kept = transformApplication(inferenceService('wisdom-1', status, {...metadata, managedFields}));
	expect(kept).toEqual({
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name: 'wisdom-1', namespace: 'models', labels: {'iter8.tools/watch': 'true'}, ...metadata},
		status: {
			observedGeneration: undefined,
			availableReplicas: undefined,
			conditions: status.conditions,
			modelStatus: status.modelStatus,
			url: 'http://wisdom-1',
			components: {predictor: {latestCreatedRevision: 'r2', latestReadyRevision: 'r1', traffic: []}},
		},
	});
});

test.each([null, 'Ready', {conditions: 7, components: 'x'}, {}])(
	'what is kept of an object with the status %j is judged as the whole',
	status => {
		const object = inferenceService('wisdom-1', status);
		const judge = (known: KubeObject) =>
			versionAvailability(
				{weight: undefined, resources: [{gvrShort: 'isvc', name: 'wisdom-1', namespace: 'models'}]},
				() => known,
				{types: defaultResourceTypes, now: new Date(), holdMs: 0},
			);
		expect(judge(transformApplication(object))).toEqual(judge(object));
	},
);

// Among them the update that does not load, while the old revision has all requests (C13).
test('what is kept of every status that the real KServe wrote is judged as the whole', () => {
	const folder = join(import.meta.dirname, '../fixtures/kserve');
	const files = globSync('**/*.jsonl', {cwd: folder});
	const statuses = files.flatMap(file =>
		readFileSync(join(folder, file), 'utf8')
			.split('\n')
			.filter(line => line !== '')
			.map(line => (JSON.parse(line) as {readonly status?: unknown}).status),
	);
	expect(statuses.length).toBeGreaterThan(200);
	const isServing = (known: KubeObject) =>
		versionAvailability(
			{weight: undefined, resources: [{gvrShort: 'isvc', name: 'wisdom-1', namespace: 'models'}]},
			() => known,
			{types: defaultResourceTypes, now: new Date(), holdMs: 0},
		);
	for (const status of statuses) {
		// the recordings leave times out
		const conditions = listAt(status, 'conditions').map(condition => ({
			...(condition as object),
			lastTransitionTime: '2026-01-01T12:00:00Z',
		}));
		const object = inferenceService('wisdom-1', {...(status as object), conditions});
		expect(isServing(transformApplication(object))).toEqual(isServing(object));
	}
});

test('of a route only our managed fields are kept, and of one of others whose it is and what it claims', () => {
	const route = {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models', managedFields},
		spec: {hosts: ['wisdom'], http: []},
		status: {observedGeneration: 1},
	};
	const ownerReferences = [{apiVersion: 'v1', kind: 'configmap', name: 'wisdom-routemap', uid: 'uid-1'}];
	expect(transformRoute({...route, metadata: {...route.metadata, ownerReferences}})).toEqual({
		...route,
		status: undefined,
		metadata: {name: 'wisdom', namespace: 'models', ownerReferences, managedFields: [managedFields[1]]},
	});
	const [theirs] = managedFields;
	const ofModel = [{apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', name: 'wisdom', uid: 'uid-2'}];
	expect(
		transformRoute({
			...route,
			metadata: {...route.metadata, ownerReferences: ofModel, managedFields: theirs ? [theirs] : []},
		}),
	).toEqual({
		apiVersion: route.apiVersion,
		kind: route.kind,
		metadata: {name: 'wisdom', namespace: 'models', ownerReferences: ofModel},
		spec: {hosts: ['wisdom']},
	});
});
