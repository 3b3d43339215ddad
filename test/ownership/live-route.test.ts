import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta, OwnerReference} from '../../source/objects/object.ts';
import {foreignRoute, isRouteOf} from '../../source/ownership/live-route.ts';

const routemap = {name: 'wisdom-routemap', uid: 'uid-1'};
const byUs: Partial<ObjectMeta> = {managedFields: [{manager: 'iter8-controller', operation: 'Apply', fieldsV1: {}}]};

function live(metadata: Partial<ObjectMeta>): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models', ...metadata},
	};
}

function owner(kind: string, name: string, uid: string): OwnerReference {
	return {apiVersion: 'v1', kind, name, uid};
}

const model = owner('InferenceService', 'wisdom', 'uid-9');

test.each<readonly [string, Partial<ObjectMeta>, boolean]>([
	['it is owned by the routemap', {ownerReferences: [owner('ConfigMap', 'wisdom-routemap', 'uid-1')]}, true],
	['it is owned as Iter8 wrote it', {ownerReferences: [owner('configmap', 'wisdom-routemap', 'uid-1')], ...byUs}, true],
	[
		'it is owned by the routemap and something else',
		{ownerReferences: [model, owner('ConfigMap', 'x', 'uid-1')]},
		true,
	],
	['it was written by us and is owned by nobody', byUs, true],
	[
		'it was written for a routemap that was made anew',
		{ownerReferences: [owner('ConfigMap', 'wisdom-routemap', 'uid-0')], ...byUs},
		true,
	],
	['nobody says whose it is', {}, false],
	['only its name is that of a routemap', {ownerReferences: [owner('ConfigMap', 'wisdom-routemap', 'uid-0')]}, false],
	['it is of another routemap', {ownerReferences: [owner('ConfigMap', 'other', 'uid-2')], ...byUs}, false],
	['it is of an InferenceService', {ownerReferences: [model]}, false],
	['it is of an InferenceService, though written by us once', {ownerReferences: [model], ...byUs}, false],
	['somebody else writes it', {managedFields: [{manager: 'kubectl', operation: 'Update'}]}, false],
	['our name stands for an update', {managedFields: [{manager: 'iter8-controller', operation: 'Update'}]}, false],
])("a live route is the routemap's when it says so: %s", (_, metadata, expected) => {
	expect(isRouteOf(routemap, live(metadata))).toBe(expected);
});

test('a routemap without a uid owns nothing by that', () => {
	expect(isRouteOf({name: 'a', uid: ''}, live({ownerReferences: [owner('ConfigMap', 'b', '')]}))).toBe(false);
});

test.each<readonly [Partial<ObjectMeta>, string]>([
	[{ownerReferences: [model]}, 'belongs to InferenceService wisdom'],
	[{ownerReferences: [owner('configmap', 'other', 'uid-2')]}, 'belongs to routemap other'],
	[{annotations: {'meta.helm.sh/release-name': 'shop'}}, 'is part of Helm release shop'],
	[{labels: {'app.kubernetes.io/managed-by': 'argo'}}, 'is managed by argo'],
	[{}, 'was not made for this routemap'],
])('of a foreign route is said whose it is: %j', (metadata, words) => {
	expect(foreignRoute(live(metadata))).toBe(
		`VirtualService models/wisdom ${words}: it stays as it is; give the route another name`,
	);
});
