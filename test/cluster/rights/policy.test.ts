import {isDeepStrictEqual} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject, ObjectMeta, OwnerReference} from '../../../source/objects/object.ts';
import type {Answer} from '../testbed/api-client.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {routerOf, shipped, type Router} from './router.ts';
import {ways} from './ways.ts';

const ours = 'iter8.tools/finalizer';
const core = '/api/v1/namespaces/models';
const models = '/apis/serving.kserve.io/v1beta1/namespaces/models/inferenceservices';
const deployments = '/apis/apps/v1/namespaces/models/deployments';
const routes = '/apis/networking.istio.io/v1beta1/namespaces/models/virtualservices';

let testbed: Testbed;
let router: Router;
/** Somebody, so that garbage collection leaves alone what is theirs. */
let owner: OwnerReference;

beforeAll(async () => {
	testbed = await startTestbed();
	const {kubectl} = testbed;
	await kubectl(['create', 'namespace', 'models']);
	await kubectl(['create', 'serviceaccount', 'kubectl-iter8-router', '-n', 'models']);
	// whatever roles it is given: what is refused here is refused by the policy alone
	const account = 'models:kubectl-iter8-router';
	await kubectl(['create', 'clusterrolebinding', 'all', '--clusterrole=cluster-admin', '--serviceaccount', account]);
	await kubectl(['apply', '-f', '-'], await shipped('router-policy.yaml'));
	router = await routerOf(testbed, 'models');
	const {metadata} = await create(`${core}/configmaps`, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'oak'}});
	owner = {apiVersion: 'v1', kind: 'ConfigMap', name: 'oak', uid: metadata.uid ?? ''};
	for (const {path, object} of guarded) await create(path, withMetadata(object, {ownerReferences: [owner]}));
});
afterAll(async () => {
	router?.api.close();
	await testbed?.stop();
});

/** As somebody keeps it: with labels, annotations and finalizers of others. */
function kept(name: string, finalizers: readonly string[]): ObjectMeta {
	return {
		name,
		namespace: 'models',
		labels: {app: 'oak', tier: 'gold'},
		annotations: {note: 'kept', 'serving.kserve.io/deploymentMode': 'RawDeployment'},
		finalizers,
	};
}

const pods = {metadata: {labels: {app: 'oak'}}, spec: {containers: [{name: 'model', image: 'model:1'}]}};
const finalizers = ['others.io/first', ours, 'others.io/last'];
const strangers = ['others.io/first', 'others.io/last'];

/** Kinds that a routemap may name, each with our finalizer and without, and what else of them may not change. */
const guarded = [
	...[finalizers, strangers].map((list, index) => ({
		path: models,
		object: {
			apiVersion: 'serving.kserve.io/v1beta1',
			kind: 'InferenceService',
			metadata: kept(`oak-${index}`, list),
			spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/oak'}}},
		},
		body: {spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://thief/oak'}}}},
	})),
	...[finalizers, strangers].map((list, index) => ({
		path: deployments,
		object: {
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: kept(`oak-${index}`, list),
			spec: {replicas: 1, selector: {matchLabels: {app: 'oak'}}, template: pods},
		},
		body: {spec: {replicas: 0, selector: {matchLabels: {app: 'oak'}}, template: pods}},
	})),
	...[finalizers, strangers].map((list, index) => ({
		path: `${core}/configmaps`,
		object: {apiVersion: 'v1', kind: 'ConfigMap', metadata: kept(`oak-${index}`, list), data: {strSpec: 'x'}},
		body: {data: {strSpec: 'stolen'}, binaryData: {more: 'aGk='}, immutable: true},
	})),
];

async function create(path: string, object: KubeObject): Promise<KubeObject> {
	return (await testbed.api.expect(path, {method: 'POST', body: object})) as KubeObject;
}

async function read(path: string): Promise<KubeObject> {
	return (await testbed.api.expect(path)) as KubeObject;
}

function withMetadata(object: KubeObject, metadata: Partial<ObjectMeta>): KubeObject {
	return {...object, metadata: {...object.metadata, ...metadata}};
}

/** An object with our finalizer put on, or taken off. */
function toggled(object: KubeObject): KubeObject {
	const present = object.metadata.finalizers ?? [];
	const others = present.filter(name => name !== ours);
	return withMetadata(object, {finalizers: present.includes(ours) ? others : [...present, ours]});
}

const changes: Readonly<Record<string, (object: KubeObject) => KubeObject>> = {
	'a new label': object => withMetadata(object, {labels: {...object.metadata.labels, more: 'x'}}),
	'another value of a label': object => withMetadata(object, {labels: {...object.metadata.labels, tier: 'tin'}}),
	'a label less': object => withMetadata(object, {labels: {app: 'oak'}}),
	'a label called as the mode of KServe': object =>
		withMetadata(object, {labels: {...object.metadata.labels, 'serving.kserve.io/deploymentMode': 'Knative'}}),
	'a new annotation': object => withMetadata(object, {annotations: {...object.metadata.annotations, more: 'x'}}),
	'an annotation less': object =>
		withMetadata(object, {annotations: {'serving.kserve.io/deploymentMode': 'RawDeployment'}}),
	'another mode': object =>
		withMetadata(object, {annotations: {note: 'kept', 'serving.kserve.io/deploymentMode': 'Knative'}}),
	'a mode that only a status could confirm': object =>
		withMetadata(object, {annotations: {note: 'kept', 'serving.kserve.io/deploymentMode': 'Standard'}}),
	'no mode': object => withMetadata(object, {annotations: {note: 'kept'}}),
	"a stranger's finalizer more": object =>
		withMetadata(object, {finalizers: [...(object.metadata.finalizers ?? []), 'others.io/more']}),
	"a stranger's finalizer less": object =>
		withMetadata(object, {finalizers: (object.metadata.finalizers ?? []).filter(name => name !== 'others.io/last')}),
	'no finalizers at all': object => withMetadata(object, {finalizers: []}),
	'another order of finalizers': object =>
		withMetadata(object, {finalizers: (object.metadata.finalizers ?? []).toReversed()}),
	'our finalizer twice more': object =>
		withMetadata(object, {finalizers: [...(object.metadata.finalizers ?? []), ours, ours]}),
	'no owner': object => withMetadata(object, {ownerReferences: []}),
	'another owner': object =>
		withMetadata(object, {ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'thief', uid: 'b'}]}),
};

function isRefused({code, body}: Answer): boolean {
	const {reason, message} = body as {readonly reason: string; readonly message: string};
	return code === 403 && reason === 'Forbidden' && message.includes("ValidatingAdmissionPolicy 'kubectl-iter8-router'");
}

test('whatever the way, no change of an application resource goes along with our finalizer, or without it', async () => {
	const taken: string[] = [];
	let refusals = 0;
	for (const {path, object, body} of guarded) {
		const target = `${path}/${object.metadata.name}`;
		const before = await read(target);
		const wanted = {
			...changes,
			'another spec': (live: KubeObject): KubeObject => ({...live, ...body}),
			...(object.kind === 'ConfigMap' && {'no data': withoutData}),
		};
		for (const [change, changed] of Object.entries(wanted)) {
			for (const after of [changed(before), toggled(changed(before))]) {
				if (isOnlyOurs(before, after)) continue;
				for (const [way, ask] of Object.entries(ways)) {
					const answer = await ask(router.api, target, before, after);
					if (isRefused(answer)) refusals++;
					// an apply takes nothing from others by leaving it out
					else if (way !== 'forced apply' || (answer.code < 300 && !isOnlyOurs(before, answer.body as KubeObject))) {
						taken.push(`${object.kind} ${change} by ${way}: ${JSON.stringify(answer)}`);
					}
				}
			}
		}
	}

	expect(taken).toEqual([]);
	expect(refusals).toBe(795);
});

function withoutData({apiVersion, kind, metadata}: KubeObject): KubeObject {
	return {apiVersion, kind, metadata};
}

/** Whether nothing but our finalizer differs. */
function isOnlyOurs(before: KubeObject, after: KubeObject): boolean {
	const rest = (object: KubeObject): KubeObject => {
		const {managedFields: _fields, resourceVersion: _version, finalizers = [], ...metadata} = object.metadata;
		return {...object, metadata: {...metadata, finalizers: finalizers.filter(name => name !== ours)}};
	};
	const count = ({metadata}: KubeObject): number => (metadata.finalizers ?? []).filter(name => name === ours).length;
	return isDeepStrictEqual(rest(before), rest(after)) && count(after) === 1 - count(before);
}

test('our finalizer goes on and off by every way', async () => {
	const refused: string[] = [];
	for (const {path, object} of guarded) {
		const target = `${path}/${object.metadata.name}`;
		const before = await read(target);
		for (const [way, ask] of Object.entries(ways)) {
			// what an apply leaves out stays where others own it
			if (way === 'forced apply' && before.metadata.finalizers?.includes(ours)) continue;
			const {code, body} = await ask(router.api, target, before, toggled(before));
			if (code !== 200) refused.push(`${object.kind} ${object.metadata.name} by ${way}: ${JSON.stringify(body)}`);
		}
	}

	expect(refused).toEqual([]);
});

test('a mode gets only the new name of what it was and of what the status says is in force', async () => {
	const codes: Record<string, number> = {};
	for (const [before, inForce, after] of [
		['RawDeployment', 'RawDeployment', 'Standard'],
		['RawDeployment', 'Serverless', 'Standard'],
		['RawDeployment', 'Standard', 'Knative'],
		['Standard', 'Standard', 'RawDeployment'],
		['ModelMesh', 'Serverless', 'Knative'],
		['Standard', 'Standard', 'of nobody'],
	] as const) {
		const name = `mode-${Object.keys(codes).length}`;
		const annotated = (mode: string): Partial<ObjectMeta> => ({
			annotations: {'serving.kserve.io/deploymentMode': mode},
		});
		const {object} = guarded[1] ?? {};
		if (!object) throw new Error('no model is guarded');
		await create(models, withMetadata(object, {name, ...annotated(before)}));
		const merge = {method: 'PATCH', contentType: 'application/merge-patch+json'} as const;
		await testbed.api.expect(`${models}/${name}/status`, {...merge, body: {status: {deploymentMode: inForce}}});
		const live = await read(`${models}/${name}`);
		const put = ways['PUT']?.(router.api, `${models}/${name}`, live, toggled(withMetadata(live, annotated(after))));
		codes[`${before} → ${after}, ${inForce} in force`] = (await put)?.code ?? 0;
	}

	expect(codes).toEqual({
		'RawDeployment → Standard, RawDeployment in force': 200,
		'RawDeployment → Standard, Serverless in force': 403,
		'RawDeployment → Knative, Standard in force': 403,
		'Standard → RawDeployment, Standard in force': 403,
		'ModelMesh → Knative, Serverless in force': 403,
		'Standard → of nobody, Standard in force': 403,
	});
});

test('status, scale, deletion and everything that is no route, event or lease are refused too', async () => {
	const {api} = router;
	const merge = {method: 'PATCH', contentType: 'application/merge-patch+json'} as const;
	const named = (apiVersion: string, kind: string, rest: object = {}): object => ({
		apiVersion,
		kind,
		metadata: {name: 'new', namespace: 'models'},
		...rest,
	});
	const routed = named('networking.istio.io/v1beta1', 'VirtualService', {spec: {hosts: ['x.models']}});
	const answers = {
		status: await api.call(`${models}/oak-0/status`, {...merge, body: {status: {url: 'http://thief'}}}),
		'status beside our finalizer': await api.call(`${models}/oak-0/status`, {
			...merge,
			body: {metadata: {finalizers: strangers}, status: {url: 'http://thief'}},
		}),
		'status by the main resource': await api.call(`${models}/oak-0`, {...merge, body: {status: {url: 'http://thief'}}}),
		scale: await api.call(`${deployments}/oak-0/scale`, {...merge, body: {spec: {replicas: 0}}}),
		nothing: await api.call(`${models}/oak-0`, {...merge, body: {}}),
		'a model': await api.call(models, {
			method: 'POST',
			body: named('serving.kserve.io/v1beta1', 'InferenceService', {spec: {predictor: {}}}),
		}),
		'a ConfigMap': await api.call(`${core}/configmaps`, {method: 'POST', body: named('v1', 'ConfigMap')}),
		'a Secret': await api.call(`${core}/secrets`, {method: 'POST', body: named('v1', 'Secret')}),
		'a pod': await api.call(`${core}/pods`, {method: 'POST', body: named('v1', 'Pod', {spec: pods.spec})}),
		'a role binding': await api.call('/apis/rbac.authorization.k8s.io/v1/namespaces/models/rolebindings', {
			method: 'POST',
			body: named('rbac.authorization.k8s.io/v1', 'RoleBinding', {
				roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin'},
			}),
		}),
		"somebody else's token": await api.call(`${core}/serviceaccounts/default/token`, {
			method: 'POST',
			body: {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}},
		}),
		'a route of nobody': await api.call(routes, {method: 'POST', body: routed}),
		'its deletion': await api.call(`${models}/oak-0`, {method: 'DELETE'}),
		'deletion of all': await api.call(models, {method: 'DELETE'}),
	};
	expect(Object.entries(answers).filter(([, answer]) => !isRefused(answer))).toEqual([]);
});

test('a route is changed only where it is a routemap’s already', async () => {
	const {metadata} = await read(`${models}/oak-0`);
	const model = {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		name: 'oak-0',
		uid: metadata.uid ?? '',
	};
	// Iter8 wrote the kind in lower case, which garbage collection does not know
	const owners = {routemap: [owner], iter8: [{...owner, kind: 'configmap'}, owner], model: [model], nobody: []};
	const route = (name: string, ownerReferences: ObjectMeta['ownerReferences']): KubeObject => ({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name, namespace: 'models', ...(ownerReferences && {ownerReferences})},
		spec: {hosts: [`${name}.models`], http: [{route: [{destination: {host: name}}]}]},
	});
	const apply = {method: 'PATCH', contentType: 'application/apply-patch+yaml'} as const;
	const asDaemon = 'fieldManager=iter8-controller&force=true';
	for (const [name, list] of Object.entries(owners)) await create(routes, route(name, list));
	const hosts = ['', '.svc', '.svc.cluster.local'].map(end => `charted.models${end}`);
	await create(routes, {...route('charted', []), spec: {hosts}});
	await testbed.api.expect(`${routes}/applied?${asDaemon}`, {...apply, body: route('applied', [])});
	await testbed.api.expect(`${routes}/applied-too?${asDaemon}`, {...apply, body: route('applied-too', owners.model)});
	const codes: Record<string, number> = {};
	for (const name of [...Object.keys(owners), 'charted', 'applied', 'applied-too', 'new']) {
		const body = route(name, owners.routemap);
		codes[name] = (await router.api.call(`${routes}/${name}?${asDaemon}`, {...apply, body})).code;
	}

	expect(codes).toEqual({
		routemap: 200,
		iter8: 200,
		model: 403,
		nobody: 403,
		charted: 200,
		applied: 200,
		'applied-too': 403,
		new: 201,
	});
	const loose = await router.api.call(`${routes}/routemap`, {
		method: 'PATCH',
		contentType: 'application/merge-patch+json',
		body: {metadata: {ownerReferences: owners.model}},
	});
	expect(isRefused(loose)).toBe(true);
});

test('who is not the router is not held to this', async () => {
	const label = {metadata: {labels: {more: 'x'}}};
	const call = {method: 'PATCH', contentType: 'application/merge-patch+json', body: label} as const;
	expect((await testbed.api.call(`${models}/oak-1`, call)).code).toBe(200);
});
