import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';
import {keepReason, routeKeepReason} from '../../source/ownership/routing-object.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

const release = {'meta.helm.sh/release-name': 'wisdom', 'meta.helm.sh/release-namespace': 'models'};
const labels = {'app.kubernetes.io/managed-by': 'iter8', 'iter8.tools/kind': 'routemap'};
const routemap = routemapConfigMap('wisdom-routemap', canarySpec, {uid: 'ours', labels, annotations: release});

function object(kind: string, metadata: Partial<ObjectMeta>, more: object = {}): KubeObject {
	return {apiVersion: 'v1', kind, metadata: {name: 'wisdom', namespace: 'models', ...metadata}, ...more};
}

function owned(kind: string, uid: string): Partial<ObjectMeta> {
	return {ownerReferences: [{apiVersion: 'v1', kind, name: 'churn', uid}]};
}

function applied(manager: string, operation = 'Apply'): Partial<ObjectMeta> {
	return {managedFields: [{manager, operation}]};
}

function chartService(metadata: Partial<ObjectMeta>): KubeObject {
	const externalName = 'knative-local-gateway.istio-system.svc.cluster.local';
	return object('Service', metadata, {spec: {type: 'ExternalName', externalName, sessionAffinity: 'None'}});
}

function entry(host: string): KubeObject {
	return object('ServiceEntry', {}, {spec: {hosts: [host, `${host}.svc`, `${host}.svc.cluster.local`]}});
}

const kserve = owned('InferenceService', 'kserve');
const watched = {labels: {'iter8.tools/watch': 'true'}};

test.each([
	['owned by the routemap', object('VirtualService', owned('configmap', 'ours')), undefined],
	['owned by what KServe serves', object('Service', kserve), 'belongs to InferenceService churn'],
	[
		'owned by both',
		object('Service', {
			ownerReferences: [...(owned('ConfigMap', 'ours').ownerReferences ?? []), ...(kserve.ownerReferences ?? [])],
		}),
		'belongs to InferenceService churn',
	],
	[
		'owned by KServe, though a verb applied it',
		object('Service', {...kserve, ...applied('kubectl-iter8')}),
		'belongs to InferenceService churn',
	],
	['owned by another routemap', object('VirtualService', owned('ConfigMap', 'other')), 'belongs to ConfigMap churn'],
	['applied by a verb', object('Service', applied('kubectl-iter8')), undefined],
	["applied by Iter8's controller", object('VirtualService', applied('iter8-controller')), undefined],
	[
		'only annotated by a verb',
		object('ConfigMap', applied('kubectl-iter8', 'Update')),
		'was not made by kubectl iter8',
	],
	['of the same Helm release', object('Service', {annotations: release}), undefined],
	[
		'of another Helm release',
		object('Service', {annotations: {...release, 'meta.helm.sh/release-name': 'churn'}}),
		'was not made by kubectl iter8',
	],
	["a weight of Iter8's charts", object('ConfigMap', watched), undefined],
	[
		"a weight with a label of Iter8's",
		object('ConfigMap', {labels: {...watched.labels, 'app.kubernetes.io/managed-by': 'iter8'}}),
		undefined,
	],
	[
		'a watched ConfigMap that holds something',
		object('ConfigMap', watched, {data: {key: 'value'}}),
		'was not made by kubectl iter8',
	],
	[
		'a Service that stands for a gateway',
		object('Service', {}, {spec: {type: 'ExternalName', externalName: 'gateway'}}),
		'was not made by kubectl iter8',
	],
	['a Service without a label that stands for a gateway of the mesh', chartService({}), undefined],
	['such a Service that KServe made', chartService(kserve), 'belongs to InferenceService churn'],
	['such a Service that somebody labelled', chartService({labels: {team: 'x'}}), 'was not made by kubectl iter8'],
	['a ServiceEntry of the hosts of the app', entry('wisdom.models'), undefined],
	['a ServiceEntry of other hosts', entry('shop.models'), 'was not made by kubectl iter8'],
	['a ConfigMap of the name', object('ConfigMap', {}), 'was not made by kubectl iter8'],
] as const)('an object %s goes with the routing, or why it stays', (_, found, reason) => {
	expect(keepReason(found, routemap)).toBe(reason);
});

test.each([
	['of the routemap', object('VirtualService', owned('ConfigMap', 'ours')), undefined],
	['that lost its owner', object('VirtualService', applied('iter8-controller')), undefined],
	[
		'that is a Service of another app',
		object('Service', applied('kubectl-iter8')),
		'was not made for configmap models/wisdom-routemap',
	],
	['that KServe made', object('VirtualService', kserve), 'belongs to InferenceService churn'],
] as const)('a route %s goes with the routing, or why it stays', (_, found, reason) => {
	expect(routeKeepReason(found, routemap)).toBe(reason);
});
