import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta, OwnerReference} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {foreignRoute, isRouteOf, mayWrite, primaryAlone} from '../../source/ownership/live-route.ts';
import {permittedRoutes} from '../../source/ownership/permitted-routes.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

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

const chart = parseRoutemap(routemapConfigMap('wisdom-routemap', canarySpec));
const [first] = permittedRoutes(chart, primaryAlone(chart), defaultResourceTypes);
const made = first && 'object' in first ? first.object : undefined;
const hosts = ['wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local'];

/** What Iter8's chart puts there beside `canarySpec`, with other fields of the spec, or other metadata. */
function ofChart(spec: object = {}, metadata: Partial<ObjectMeta> = {}): KubeObject {
	return {...live(metadata), spec: {...(made?.['spec'] as object), hosts, ...spec}};
}

test.each<readonly [string, KubeObject, string, boolean]>([
	['what the chart put there', ofChart(), 'wisdom-routemap', true],
	['the same of another name', ofChart({}, {name: 'payments'}), 'wisdom-routemap', false],
	['the same under a routemap of another name', ofChart(), 'greedy', false],
	['the same with an owner', ofChart({}, {ownerReferences: [model]}), 'wisdom-routemap', false],
	['one of other hosts', ofChart({hosts: ['wisdom.example.com']}), 'wisdom-routemap', false],
	['one of more hosts', ofChart({hosts: [...hosts, 'wisdom.example.com']}), 'wisdom-routemap', false],
	['one with more rules', ofChart({http: [{}, {}]}), 'wisdom-routemap', false],
	['one with more to say', ofChart({exportTo: ['.']}), 'wisdom-routemap', false],
])("a route that nobody owns is the routemap's where it is a chart's: %s", (_, object, name, expected) => {
	const routemapOf = {...chart, name};
	const same = {...object, metadata: {...object.metadata, ownerReferences: [owner('ConfigMap', name, 'x')]}};
	const rendered = {...same, spec: {...(made?.['spec'] as object), hosts}};
	expect(mayWrite(routemapOf, object, rendered)).toBe(expected);
	expect(mayWrite(routemapOf, object, undefined)).toBe(false);
});

test("a route whose answers do not say their version is no chart's, though a routemap copies it", () => {
	const spec = {hosts, http: [{route: [{destination: {host: 'payments'}}]}]};
	const object = {...live({}), spec};
	expect(mayWrite(chart, object, object)).toBe(false);
});
