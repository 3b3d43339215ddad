import {expect, test} from 'vitest';
import {lookupAmong, type Snapshot} from '../../source/info/snapshot.ts';
import {routeObject, servingKind, versionObject} from '../../source/info/version-object.ts';
import {modelFormatOf} from '../../source/kserve/served-name.ts';
import {defaultLeaderSettings} from '../../source/objects/leader-settings.ts';
import {inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import {inferenceService} from '../helpers/app-objects.ts';

const isvc = inferenceService('wisdom-0');
const route = {...isvc, apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService'};
const snapshot: Snapshot = {
	routemaps: [],
	applications: lookupAmong([[inferenceServices, [isvc]]]),
	routes: lookupAmong([[virtualServices, [route]]]),
	recordOf: () => undefined,
	leases: [],
	hiddenLeases: [],
	settingsIn: () => defaultLeaderSettings,
	missingKinds: [],
};

test('the object of a version and the route of an app are found by kind and name', () => {
	expect(versionObject(snapshot, {kind: 'InferenceService', namespace: 'models', name: 'wisdom-0'})).toBe(isvc);
	expect(versionObject(snapshot, {kind: 'Deployment', namespace: 'models', name: 'wisdom-0'})).toBeUndefined();
	expect(versionObject(snapshot, {kind: 'Unheard', namespace: 'models', name: 'wisdom-0'})).toBeUndefined();
	expect(routeObject(snapshot, {namespace: 'models'}, {kind: 'VirtualService', name: 'wisdom-0'})).toBe(route);
});

test.each([
	[{model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://m'}}, 'sklearn'],
	[{sklearn: {storageUri: 'gs://m'}}, 'sklearn'],
	[{containers: []}, undefined],
	[undefined, undefined],
])('the format of the model of %j is %s', (predictor, format) => {
	expect(modelFormatOf({...isvc, spec: {predictor}})).toBe(format);
});

test.each([
	[{}, {}, 'kserve'],
	[{deploymentMode: 'Serverless'}, {}, 'kserve (Knative)'],
	[{}, {'serving.kserve.io/deploymentMode': 'RawDeployment'}, 'kserve (Standard)'],
	[{deploymentMode: 'constructor'}, {}, 'kserve (constructor)'],
	[{deploymentMode: 'ModelMesh'}, {'serving.kserve.io/deploymentMode': 'Standard'}, 'kserve (ModelMesh)'],
])('with status %j and annotations %j it is served by %s', (status, annotations, kind) => {
	expect(servingKind({...isvc, status, metadata: {...isvc.metadata, annotations}})).toBe(kind);
});

test('what is no InferenceService is served by what it is', () => {
	expect(servingKind({...isvc, kind: 'Deployment'})).toBe('Deployment');
});
