import {isDeepStrictEqual} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {Answer, ApiCall, ApiClient} from '../testbed/api-client.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {
	annotated,
	configMap,
	deployment,
	keptMap,
	labelled,
	model,
	ours,
	pathsOf,
	promoted,
	recordOf,
	service,
	toggled,
	trespasses,
	withMetadata,
	type Kind,
} from './rollout-objects.ts';
import {accountOf, shipped, type Router} from './router.ts';
import {ways} from './ways.ts';

const account = 'kubectl-iter8-rollouts';
const merge = {method: 'PATCH', contentType: 'application/merge-patch+json'} as const;
const jsonPatch = {method: 'PATCH', contentType: 'application/json-patch+json'} as const;
const apply = {method: 'PATCH', contentType: 'application/apply-patch+yaml'} as const;
const watched = {'iter8.tools/watch': 'true'};

let testbed: Testbed;
/** As installed. */
let rollouts: Router;
/** An account of the name that may do everything: what it is refused, the policy alone refuses. */
let mighty: Router;
/** The router of the same namespaces. */
let router: Router;

/** `models` consents, `silent` is bound and has no label, `unbound` has the label and is not bound. */
const namespaces = ['models', 'silent', 'unbound'] as const;

const objects: readonly KubeObject[] = [
	model('oak-0'),
	model('oak-1'),
	model('fir-0', {}),
	// nobody rolls these out
	model('pine-0'),
	deployment('pine-0'),
	deployment('oak-0'),
	deployment('oak-1'),
	deployment('fir-0', {}),
	service('oak-1'),
	service('fir-0', {}),
	annotated(configMap('oak-0-weight-config', watched, {data: {kept: 'x'}}), {note: 'kept'}),
	configMap('oak-1-weight-config', watched),
	configMap('fir-0-weight-config', {}),
	configMap('oak-routemap', {...watched, 'iter8.tools/kind': 'routemap'}, {data: {strSpec: 'versions: []'}}),
	configMap('settings', {app: 'oak'}, {data: {password: 'x'}}),
	keptMap('oak', 'rollout', {rollout: recordOf('inferenceservices')}),
	keptMap('oak', 'history', {specs: '{}'}),
	// no verb calls one so
	configMap('elm', {'app.kubernetes.io/name': 'oak', 'iter8.tools/kind': 'history'}, {data: {specs: '{}'}}),
];

beforeAll(async () => {
	testbed = await startTestbed();
	const {kubectl} = testbed;
	for (const file of ['router-policy', 'rollouts-policy', 'daemon-cluster-role', 'rollouts-role']) {
		await kubectl(['apply', '-f', '-'], await shipped(`${file}.yaml`));
	}

	for (const namespace of namespaces) {
		await kubectl(['create', 'namespace', namespace]);
		if (namespace !== 'silent') await kubectl(['label', 'namespace', namespace, 'iter8.tools/rollouts=enabled']);
		if (namespace !== 'unbound') await bind(namespace, account, `kubectl-iter8:${account}`);
		for (const object of objects) await create(namespace, object);
	}

	await kubectl(['create', 'serviceaccount', account, '-n', 'models']);
	const all = ['create', 'clusterrolebinding', 'all', '--clusterrole=cluster-admin'];
	await kubectl([...all, '--serviceaccount', `models:${account}`]);
	rollouts = await accountOf(testbed, 'kubectl-iter8', account);
	mighty = await accountOf(testbed, 'models', account);
	router = await accountOf(testbed, 'kubectl-iter8', 'kubectl-iter8-router');
	await waitFor('the policies', async () => {
		const label = {...merge, body: {metadata: {labels: {more: 'x'}}}};
		const path = `${pathsOf('models').ConfigMap}/settings?dryRun=All`;
		const answers = await Promise.all([mighty, rollouts, router].map(({api}) => api.call(path, label)));
		return answers.every(({code, body}) => code === 403 && JSON.stringify(body).includes('ValidatingAdmissionPolicy'));
	});
});
afterAll(async () => {
	for (const each of [rollouts, mighty, router]) each?.api.close();
	await testbed?.stop();
});

async function bind(namespace: string, role: string, of: string): Promise<void> {
	const binding = ['create', 'rolebinding', `${role}-${of.replace(':', '-')}`, '-n', namespace];
	await testbed.kubectl([...binding, '--clusterrole', role, '--serviceaccount', of]);
}

async function create(namespace: string, object: KubeObject): Promise<KubeObject> {
	const path = pathsOf(namespace)[object.kind as Kind];
	return (await testbed.api.expect(path, {method: 'POST', body: object})) as KubeObject;
}

async function read(path: string): Promise<KubeObject> {
	return (await testbed.api.expect(path)) as KubeObject;
}

/** Whether one who is not held by RBAC is held by the policy; of the others any refusal counts. */
function isRefused(api: ApiClient, {code, body}: Answer): boolean {
	const {message} = body as {readonly message: string};
	const isByPolicy = message?.includes(`ValidatingAdmissionPolicy '${account}'`);
	return code === 403 && (isByPolicy || api !== mighty.api);
}

/** What differs beyond a spec, the version label and the note of a rollout. */
function isAllowed(before: KubeObject, after: KubeObject): boolean {
	const rest = (object: KubeObject): KubeObject => {
		const {managedFields: _f, resourceVersion: _v, generation: _g, ...metadata} = object.metadata;
		const noted = annotated({...object, metadata}, {'iter8.tools/previous': undefined});
		return {...labelled(noted, {'app.kubernetes.io/version': undefined}), spec: undefined};
	};
	return isDeepStrictEqual(rest(before), rest(after));
}

test('everything that a rollout does is allowed, and what a router does beside it', async () => {
	const {api} = rollouts;
	const {InferenceService, Deployment, Service, ConfigMap, VirtualService, Lease} = pathsOf('models');
	const weight = `${ConfigMap}/oak-1-weight-config`;
	const annotation = '/metadata/annotations/iter8.tools~1weight';
	const put = async (path: string, change: (live: KubeObject) => KubeObject, query = ''): Promise<Answer> =>
		api.call(`${path}${query}`, {method: 'PUT', body: change(await read(path))});
	const post = async (path: string, body: object): Promise<Answer> => api.call(path, {method: 'POST', body});
	// the server ends it after a second
	const follow = async (path: string): Promise<Answer> => {
		for await (const _ of api.watch(path, AbortSignal.timeout(30_000)));
		return {code: 200, body: undefined};
	};
	const {uid} = (await read(`${ConfigMap}/oak-routemap`)).metadata;
	const route = {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'oak', ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'oak-routemap', uid}]},
		spec: {hosts: ['oak.models']},
	};
	const done: Readonly<Record<string, () => Promise<Answer>>> = {
		'list records': () => api.call(`${ConfigMap}?labelSelector=iter8.tools/kind%3Drollout`),
		'list records of all namespaces': () => api.call(`/api/v1/configmaps?labelSelector=iter8.tools/kind%3Drollout`),
		'watch records': () => follow(`${ConfigMap}?watch=true&timeoutSeconds=1&labelSelector=iter8.tools/kind%3Drollout`),
		'update a record': () => put(`${ConfigMap}/oak-rollout`, live => ({...live, data: {rollout: '{"step":1}'}})),
		'create a history': () => post(ConfigMap, keptMap('ash', 'history', {specs: '{}'})),
		'read a history': () => api.call(`${ConfigMap}/oak-history`),
		'update a history': () => put(`${ConfigMap}/oak-history`, live => ({...live, data: {specs: '[]'}})),
		'set a first weight': () =>
			api.call(weight, {
				...jsonPatch,
				body: [{op: 'add', path: '/metadata/annotations', value: {'iter8.tools/weight': '30'}}],
			}),
		'set another': () => api.call(weight, {...jsonPatch, body: [{op: 'add', path: annotation, value: '70'}]}),
		'take it away': () => api.call(weight, {...jsonPatch, body: [{op: 'remove', path: annotation}]}),
		'set one beside annotations of others': () =>
			api.call(`${ConfigMap}/oak-0-weight-config`, {
				...jsonPatch,
				body: [{op: 'add', path: annotation, value: '30'}],
			}),
		'create a weight': () =>
			post(ConfigMap, annotated(configMap('oak-2-weight-config', watched), {'iter8.tools/weight': '5'})),
		'try a spec': () => put(`${InferenceService}/oak-0`, promoted, '?dryRun=All'),
		'replace a spec': () => put(`${InferenceService}/oak-0`, promoted),
		'label a version': () =>
			put(`${InferenceService}/oak-0`, live => labelled(live, {'app.kubernetes.io/version': 'v3'})),
		'take the label of a version off': () =>
			put(`${InferenceService}/oak-0`, live => labelled(live, {'app.kubernetes.io/version': undefined})),
		'replace the spec of a Deployment': () => put(`${Deployment}/oak-0`, promoted),
		'follow Deployments': () => follow(`${Deployment}?watch=true&timeoutSeconds=1`),
		'list Deployments': () => api.call(`${Deployment}?labelSelector=app%3Doak`),
		'read a Service': () => api.call(`${Service}/oak-1`),
		'delete a Service': () => api.call(`${Service}/oak-1`, {method: 'DELETE'}),
		'delete a Deployment': () => api.call(`${Deployment}/oak-1`, {method: 'DELETE'}),
		'delete a model': () => api.call(`${InferenceService}/oak-1`, {method: 'DELETE'}),
		'apply a route': () =>
			api.call(`${VirtualService}/oak?fieldManager=iter8-controller&force=true`, {...apply, body: route}),
		'guard a model': () =>
			api.call(`${InferenceService}/oak-0`, {
				...jsonPatch,
				body: [{op: 'add', path: '/metadata/finalizers/-', value: ours}],
			}),
		'release it': () =>
			api.call(`${InferenceService}/oak-0`, {...jsonPatch, body: [{op: 'remove', path: '/metadata/finalizers/2'}]}),
		'guard a weight': () =>
			api.call(weight, {...jsonPatch, body: [{op: 'add', path: '/metadata/finalizers', value: [ours]}]}),
		'guard a model of a namespace that does not consent': () =>
			api.call(`${pathsOf('silent').InferenceService}/oak-0`, {
				...jsonPatch,
				body: [{op: 'add', path: '/metadata/finalizers/-', value: ours}],
			}),
		'say in a record that its namespace does not consent': () =>
			put(`${pathsOf('silent').ConfigMap}/oak-rollout`, live => ({...live, data: {rollout: '{"phase":"failed"}'}})),
		'take the lease': () =>
			post(pathsOf('kube-system').Lease, {
				apiVersion: 'coordination.k8s.io/v1',
				kind: 'Lease',
				metadata: {name: 'kubectl-iter8'},
			}),
		'tell in an event': () =>
			post('/api/v1/namespaces/models/events', {
				apiVersion: 'v1',
				kind: 'Event',
				metadata: {name: 'oak.1', namespace: 'models'},
				involvedObject: {kind: 'ConfigMap', name: 'oak-routemap', namespace: 'models'},
			}),
		'ask its own name': () =>
			post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
				apiVersion: 'authentication.k8s.io/v1',
				kind: 'SelfSubjectReview',
			}),
	};
	const refused: string[] = [];
	for (const [what, ask] of Object.entries(done)) {
		const {code, body} = await ask();
		if (code >= 300) refused.push(`${what}: ${code} ${JSON.stringify(body)}`);
	}

	expect(refused).toEqual([]);
	expect((await api.call(`${Lease}?limit=1`)).code).toBe(403);
	await Promise.all(
		[`${InferenceService}/oak-1`, `${Deployment}/oak-1`].map(path =>
			testbed.api.expect(path, {...merge, body: {metadata: {finalizers: null}}}),
		),
	);
});

interface Attempt {
	readonly what: string;
	readonly path: string;
	readonly change: (object: KubeObject) => KubeObject;
}

/** Each attempt by every way, as the account that is installed and as one with all roles; gives what was refused and what was not. */
async function tryAll(attempts: readonly Attempt[]): Promise<{readonly taken: readonly string[]; refusals: number}> {
	const taken: string[] = [];
	let refusals = 0;
	for (const {what, path, change} of attempts) {
		const before = await read(path);
		const after = change(before);
		for (const [way, ask] of Object.entries(ways)) {
			for (const {api} of [rollouts, mighty]) {
				const answer = await ask(api, path, before, after);
				if (isRefused(api, answer)) refusals++;
				// an apply takes nothing from others by leaving it out
				else if (way !== 'forced apply' || answer.code >= 300 || !isAllowed(before, answer.body as KubeObject)) {
					taken.push(`${what} of ${path} by ${way}: ${JSON.stringify(answer)}`);
				}
			}
		}
	}

	return {taken, refusals};
}

test('whatever the way, nothing else goes along with a new spec, or without it', async () => {
	const {InferenceService, Deployment} = pathsOf('models');
	const attempts = [`${InferenceService}/pine-0`, `${Deployment}/pine-0`].flatMap(path =>
		Object.entries(trespasses).flatMap(([what, trespass]): readonly Attempt[] => [
			{what, path, change: trespass},
			{what: `${what} with a spec`, path, change: object => trespass(promoted(object))},
		]),
	);
	const withFinalizer = {what: 'a spec with our finalizer', path: `${InferenceService}/pine-0`};
	const {taken, refusals} = await tryAll([
		...attempts,
		{...withFinalizer, change: object => toggled({...object, spec: promoted(object)['spec']})},
	]);
	expect(taken).toEqual([]);
	expect(refusals).toBe(548);
});

test('no spec, weight, history or version label is written where the object or the namespace does not consent', async () => {
	const consents = ({metadata}: KubeObject): boolean => metadata.labels?.['iter8.tools/watch'] === 'true';
	const versions = (namespace: string): readonly string[] => {
		const {InferenceService, Deployment} = pathsOf(namespace);
		const names = objects.filter(
			object =>
				['InferenceService', 'Deployment'].includes(object.kind) && (namespace !== 'models' || !consents(object)),
		);
		return names.map(({kind, metadata}) => `${kind === 'Deployment' ? Deployment : InferenceService}/${metadata.name}`);
	};
	const changes: Readonly<Record<string, Attempt['change']>> = {
		'a spec': object => ({...object, spec: promoted(object)['spec']}),
		'a promotion': promoted,
		'a version label': object => labelled(object, {'app.kubernetes.io/version': 'v9'}),
		'a note': object => annotated(object, {'iter8.tools/previous': '{}'}),
		'a promotion with the watch label': object => labelled(promoted(object), watched),
		'the watch label': object => labelled(object, {'iter8.tools/watch': consents(object) ? 'no' : 'true'}),
	};
	const weights = (namespace: string, names: readonly string[]): readonly Attempt[] =>
		names.map(name => ({
			what: 'a weight',
			path: `${pathsOf(namespace).ConfigMap}/${name}`,
			change: object => annotated(object, {'iter8.tools/weight': '99'}),
		}));
	// a namespace without a binding is safe by RBAC alone: of the mighty account the policy asks for the label only
	const {taken, refusals} = await tryAll([
		...['models', 'silent']
			.flatMap(versions)
			.flatMap(path => Object.entries(changes).map(([what, change]) => ({what, path, change}))),
		...weights('silent', ['oak-0-weight-config', 'oak-1-weight-config', 'fir-0-weight-config']),
		...weights('models', ['fir-0-weight-config', 'oak-routemap', 'settings', 'oak-rollout', 'oak-history']),
		{
			what: 'a history',
			path: `${pathsOf('silent').ConfigMap}/oak-history`,
			change: object => ({...object, data: {specs: '[]'}}),
		},
	]);
	expect(taken).toEqual([]);
	expect(refusals).toBe(552);
	const unbound = pathsOf('unbound');
	const there = await read(`${unbound.InferenceService}/oak-0`);
	const put = {method: 'PUT', body: promoted(there)} as const;
	expect((await rollouts.api.call(`${unbound.InferenceService}/oak-0`, put)).code).toBe(403);
	expect((await rollouts.api.call(`${unbound.InferenceService}/oak-0`, {method: 'DELETE'})).code).toBe(403);
});

test('of ConfigMaps only weights, the data of records and those of histories change', async () => {
	const {ConfigMap} = pathsOf('models');
	const data = (wanted: Readonly<Record<string, string>>) => (object: KubeObject) => ({...object, data: wanted});
	const kinds: Readonly<Record<string, Attempt['change']>> = {
		...Object.fromEntries(
			['a new label', 'the kind of a routemap', 'a new annotation', 'a finalizer more', 'another owner'].flatMap(
				what => {
					const change = trespasses[what];
					return change ? [[what, change]] : [];
				},
			),
		),
		'other data': data({more: 'x'}),
		'another kind': object => labelled(object, {'iter8.tools/kind': 'retired-routemap'}),
		'no labels': object => withMetadata(object, {labels: {}}),
		immutability: object => ({...object, immutable: true}),
		bytes: object => ({...object, binaryData: {more: 'aGk='}}),
	};
	const names = ['oak-0-weight-config', 'oak-routemap', 'settings', 'oak-rollout', 'oak-history', 'elm'];
	const {taken, refusals} = await tryAll([
		...names.flatMap(name =>
			Object.entries(kinds).map(([what, change]) => ({what, path: `${ConfigMap}/${name}`, change})),
		),
		...['oak-rollout', 'oak-history'].map(name => ({
			what: 'the watch label',
			path: `${ConfigMap}/${name}`,
			change: (object: KubeObject) => labelled(object, watched),
		})),
		{
			what: 'the watch label off',
			path: `${ConfigMap}/oak-0-weight-config`,
			change: object => labelled(object, {'iter8.tools/watch': undefined}),
		},
		{
			what: 'a weight that is none',
			path: `${ConfigMap}/oak-0-weight-config`,
			change: object => annotated(object, {'iter8.tools/weight': '{{ .Values }}'}),
		},
		{
			what: 'a weight with other data',
			path: `${ConfigMap}/oak-0-weight-config`,
			change: object => ({...annotated(object, {'iter8.tools/weight': '7'}), data: {kept: 'stolen'}}),
		},
		{what: 'a history by another name', path: `${ConfigMap}/elm`, change: data({specs: '{"more":1}'})},
		{what: 'a routemap', path: `${ConfigMap}/oak-routemap`, change: data({strSpec: 'versions: [x]'})},
	]);
	expect(taken).toEqual([]);
	expect(refusals).toBe(528);
});

/** What is asked of the API server beside changes of what is there. */
function requests(namespace: string): Readonly<Record<string, readonly [path: string, call: ApiCall]>> {
	const {InferenceService, Deployment, Service, ConfigMap, VirtualService} = pathsOf(namespace);
	const core = `/api/v1/namespaces/${namespace}`;
	const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
	const post = (path: string, body: object) => [path, {method: 'POST', body}] as const;
	const remove = (path: string) => [path, {method: 'DELETE'}] as const;
	const named = (apiVersion: string, kind: string, rest: object = {}): object => ({
		apiVersion,
		kind,
		metadata: {name: 'new'},
		...rest,
	});
	const admin = {roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin'}};
	const applied = (path: string, body: KubeObject) =>
		[`${path}/${body.metadata.name}?fieldManager=thief&force=true`, {...apply, body}] as const;
	return {
		'create a model': post(InferenceService, model('new')),
		'create a model by apply': applied(InferenceService, model('new')),
		'create a Deployment': post(Deployment, deployment('new')),
		'create a Deployment by apply': applied(Deployment, deployment('new')),
		'create a Service': post(Service, service('new')),
		'create a Service by apply': applied(Service, service('new')),
		'create a ConfigMap': post(ConfigMap, configMap('new', {})),
		'create a routemap': post(ConfigMap, configMap('new', {...watched, 'iter8.tools/kind': 'routemap'})),
		'create a record': post(ConfigMap, keptMap('new', 'rollout', {rollout: recordOf('inferenceservices')})),
		'create a record by apply': applied(ConfigMap, keptMap('new', 'rollout', {rollout: '{}'})),
		'create a history by another name': post(
			ConfigMap,
			withMetadata(keptMap('new', 'history', {}), {name: 'kube-settings'}),
		),
		'create a history with other data': post(ConfigMap, keptMap('new', 'history', {'app.py': 'import os'})),
		'create a history with another label': post(ConfigMap, labelled(keptMap('new', 'history', {}), {more: 'x'})),
		'create a history with an owner': post(
			ConfigMap,
			withMetadata(keptMap('new', 'history', {}), {
				ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b'}],
			}),
		),
		'create a weight with data': post(ConfigMap, configMap('new', watched, {data: {more: 'x'}})),
		'create a weight with another label': post(ConfigMap, configMap('new', {...watched, more: 'x'})),
		'create a weight with another annotation': post(ConfigMap, annotated(configMap('new', watched), {more: 'x'})),
		'create a weight with a finalizer': post(
			ConfigMap,
			withMetadata(configMap('new', watched), {finalizers: ['others.io/held']}),
		),
		'create a weight by any name': post(ConfigMap, {
			...configMap('', watched),
			metadata: {generateName: 'new-', labels: watched},
		}),
		'create a Secret': post(`${core}/secrets`, named('v1', 'Secret')),
		'create a pod': post(`${core}/pods`, named('v1', 'Pod', {spec: {containers: [{name: 'a', image: 'a'}]}})),
		'create an account': post(`${core}/serviceaccounts`, named('v1', 'ServiceAccount')),
		'create a role': post(`${rbac}/roles`, named('rbac.authorization.k8s.io/v1', 'Role', {rules: []})),
		'create a role binding': post(`${rbac}/rolebindings`, named('rbac.authorization.k8s.io/v1', 'RoleBinding', admin)),
		'create a cluster role binding': post(
			'/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
			named('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', admin),
		),
		'create a route of nobody': post(
			VirtualService,
			named('networking.istio.io/v1beta1', 'VirtualService', {spec: {hosts: [`x.${namespace}`]}}),
		),
		'create a namespace': post('/api/v1/namespaces', named('v1', 'Namespace')),
		'label the namespace': [
			`/api/v1/namespaces/${namespace}`,
			{...merge, body: {metadata: {labels: {'iter8.tools/rollouts': 'enabled', more: 'x'}}}},
		],
		"take somebody else's token": post(`${core}/serviceaccounts/default/token`, {
			apiVersion: 'authentication.k8s.io/v1',
			kind: 'TokenRequest',
			spec: {},
		}),
		'write a status': [`${InferenceService}/oak-0/status`, {...merge, body: {status: {url: 'http://thief'}}}],
		'write a status beside our finalizer': [
			`${InferenceService}/oak-0/status`,
			{...merge, body: {metadata: {finalizers: [ours]}, status: {url: 'http://thief'}}},
		],
		'write the status of a Deployment': [`${Deployment}/oak-0/status`, {...merge, body: {status: {replicas: 7}}}],
		'scale a Deployment': [`${Deployment}/oak-0/scale`, {...merge, body: {spec: {replicas: 0}}}],
		'change a Service': [`${Service}/fir-0`, {...merge, body: {spec: {selector: {app: 'thief'}}}}],
		'delete an unwatched model': remove(`${InferenceService}/fir-0`),
		'delete an unwatched Deployment': remove(`${Deployment}/fir-0`),
		'delete an unwatched Service': remove(`${Service}/fir-0`),
		'delete a weight': remove(`${ConfigMap}/oak-0-weight-config`),
		'delete a routemap': remove(`${ConfigMap}/oak-routemap`),
		'delete a record': remove(`${ConfigMap}/oak-rollout`),
		'delete a history': remove(`${ConfigMap}/oak-history`),
		'delete a ConfigMap': remove(`${ConfigMap}/settings`),
		'delete all ConfigMaps': remove(ConfigMap),
		'delete an account': remove(`${core}/serviceaccounts/default`),
		'delete the namespace': remove(`/api/v1/namespaces/${namespace}`),
	};
}

/** What of these is allowed where a namespace consents, and forbidden elsewhere. */
function requestsWithConsent(namespace: string): ReturnType<typeof requests> {
	const {InferenceService, Deployment, Service, ConfigMap} = pathsOf(namespace);
	const dry = '?dryRun=All';
	return {
		'delete a model': [`${InferenceService}/oak-0${dry}`, {method: 'DELETE'}],
		'delete a Deployment': [`${Deployment}/oak-0${dry}`, {method: 'DELETE'}],
		'delete a Service': [`${Service}/oak-1${dry}`, {method: 'DELETE'}],
		'create a weight': [`${ConfigMap}${dry}`, {method: 'POST', body: configMap('new', watched)}],
		'create a history': [`${ConfigMap}${dry}`, {method: 'POST', body: keptMap('new', 'history', {})}],
	};
}

test('nothing else is created, deleted or written, be it of the account’s own kinds or of others', async () => {
	const taken: string[] = [];
	const asked = {
		...requests('models'),
		...Object.fromEntries(
			Object.entries({...requests('silent'), ...requestsWithConsent('silent')}).map(([what, request]) => [
				`${what} in silent`,
				request,
			]),
		),
	};
	for (const [what, [path, call]] of Object.entries(asked)) {
		for (const {api} of [rollouts, mighty]) {
			const answer = await api.call(path, call);
			if (!isRefused(api, answer)) taken.push(`${what}: ${JSON.stringify(answer)}`);
		}
	}

	expect(taken).toEqual([]);
	expect(Object.keys(asked)).toHaveLength(95);
});

test('the installed account reads no Secrets, pods or roles, and acts as nobody else', async () => {
	const codes: Record<string, number> = {};
	for (const path of [
		'/api/v1/namespaces/models/secrets',
		'/api/v1/namespaces/models/pods',
		'/api/v1/namespaces/models/serviceaccounts',
		'/apis/rbac.authorization.k8s.io/v1/namespaces/models/roles',
		pathsOf('unbound').Deployment,
		`${pathsOf('unbound').Service}/oak-1`,
	]) {
		codes[path] = (await rollouts.api.call(path)).code;
	}

	expect(Object.values(codes)).toEqual([403, 403, 403, 403, 403, 403]);
	const asAdmin = ['--kubeconfig', rollouts.kubeconfig, '--as=admin', '--as-group=system:masters'];
	const deletion = testbed.kubectl(['delete', 'isvc', 'oak-0', '-n', 'models', ...asAdmin, '--dry-run=server']);
	await expect(deletion).rejects.toThrow('Error from server (Forbidden)');
});

test('the router’s account may none of it', async () => {
	const {InferenceService, Deployment, ConfigMap} = pathsOf('models');
	const answers: Record<string, Answer> = {};
	const changes: readonly Attempt[] = [
		{what: 'a spec', path: `${InferenceService}/oak-0`, change: promoted},
		{what: 'a spec of a Deployment', path: `${Deployment}/oak-0`, change: promoted},
		{
			what: 'a weight',
			path: `${ConfigMap}/oak-0-weight-config`,
			change: object => annotated(object, {'iter8.tools/weight': '1'}),
		},
		{what: 'a record', path: `${ConfigMap}/oak-rollout`, change: object => ({...object, data: {rollout: '{}'}})},
		{what: 'a history', path: `${ConfigMap}/oak-history`, change: object => ({...object, data: {specs: '[]'}})},
	];
	for (const {what, path, change} of changes) {
		const before = await read(path);
		for (const [way, ask] of Object.entries(ways)) {
			answers[`${what} by ${way}`] = await ask(router.api, path, before, change(before));
		}
	}

	for (const [what, [path, call]] of Object.entries(requestsWithConsent('models'))) {
		answers[what] = await router.api.call(path, call);
	}

	expect(Object.entries(answers).filter(([, {code}]) => code !== 403)).toEqual([]);
});

test('an account in the namespace of its daemon does the same there, and nowhere else', async () => {
	const {kubectl} = testbed;
	await kubectl(['create', 'namespace', 'alone']);
	await kubectl(['apply', '-n', 'alone', '-f', '-'], await shipped('daemon-role.yaml'));
	await kubectl(['create', 'serviceaccount', account, '-n', 'alone']);
	const own = ['--serviceaccount', `alone:${account}`];
	await kubectl(['create', 'rolebinding', `${account}-router`, '-n', 'alone', '--role', 'kubectl-iter8', ...own]);
	await bind('alone', account, `alone:${account}`);
	await kubectl(['label', 'namespace', 'alone', 'iter8.tools/rollouts=enabled']);
	for (const object of objects) await create('alone', object);
	const {api} = await accountOf(testbed, 'alone', account);
	const codes = await Promise.all(
		['alone', 'models'].map(async namespace => {
			const path = `${pathsOf(namespace).InferenceService}/pine-0`;
			return (await api.call(path, {method: 'PUT', body: promoted(await read(path))})).code;
		}),
	);
	api.close();
	expect(codes).toEqual([200, 403]);
});

test('what consents is refused nowhere for want of a finalizer, mode or format that it never had', async () => {
	const path = pathsOf('models').InferenceService;
	const {metadata, ...rest} = model('bare');
	await create('models', {...rest, metadata: {name: metadata.name, labels: watched}});
	const live = await read(`${path}/bare`);
	expect((await rollouts.api.call(`${path}/bare`, {method: 'PUT', body: promoted(live)})).code).toBe(200);
	const converted = annotated(promoted(await read(`${path}/bare`)), {modelFormat: 'onnx'});
	expect((await rollouts.api.call(`${path}/bare`, {method: 'PUT', body: converted})).code).toBe(200);
});
