import {expect, test} from 'vitest';
import {describeApps, describeAppsLazily, lookAgainAt} from '../../source/info/describe-apps.ts';
import {appNameLabel, kindLabel, recordKind} from '../../source/objects/labels.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import type {Lookup} from '../../source/routemap/assess/availability.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import {routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {fixtures} from '../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {present} from '../helpers/present.ts';
import {told, wordOf} from '../helpers/states.ts';
import {primary, startRollout} from '../verbs/rollout.ts';

const now = new Date('2026-01-01T12:00:00Z');

const recordMap: KubeObject = {
	apiVersion: 'v1',
	kind: 'ConfigMap',
	metadata: {
		name: 'wisdom-rollout',
		namespace: 'models',
		labels: {[appNameLabel]: 'wisdom', [kindLabel]: recordKind},
	},
};

async function appsOf(cluster: MemoryCluster, at = now) {
	return describeApps(await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal, at), at);
}

test('of a route that a routemap may not make, or that is not its, is said why it is not as it should be', async () => {
	const template = (host: string) =>
		`apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: oak}\nspec: {hosts: [${host}]}`;
	const appOf = async (host: string, live: readonly KubeObject[] = [], isAllowed = false) => {
		const versions = [{resources: [{gvrShort: 'isvc', name: 'oak-0'}]}];
		const routingTemplates = {oak: {gvrShort: 'vs', template: template(host)}};
		const routemap = routemapConfigMap('oak-routemap', JSON.stringify({versions, routingTemplates}));
		const cluster = createMemoryCluster([routemap, ...live]);
		if (isAllowed) await applyRoutes(cluster, 'models', 'oak-routemap', [0]);
		const [app] = await appsOf(cluster);
		return {faults: app?.faults, lags: app?.routes.flatMap(({lag}) => (lag === '' ? [] : [lag]))};
	};
	const claim = 'VirtualService models/oak claims the host shop.other.svc, which is of namespace other';
	expect(await appOf('shop.other.svc')).toEqual({
		faults: [
			`routing template oak: ${claim}: only a daemon that is started with --allow-namespaces other does that, or start the daemon with --allow-hosts 'shop.other.svc'`,
		],
		lags: [],
	});
	const route = {apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', spec: {hosts: ['oak.models']}};
	const metadata = {name: 'oak', namespace: 'models'};
	expect(await appOf('oak.models', [{...route, metadata}])).toEqual({
		faults: [],
		lags: ['VirtualService models/oak was not made for this routemap: it stays as it is; give the route another name'],
	});
	expect(await appOf('shop.other.svc', [], true)).toEqual({faults: [], lags: []});
});

test('a canary with its candidate ready is described whole', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	expect(await appsOf(cluster)).toEqual([
		{
			namespace: 'models',
			name: 'wisdom',
			routemap: 'wisdom-routemap',
			isImmutable: true,
			strategy: 'canary',
			versions: [
				{
					name: 'wisdom-0',
					title: 'wisdom-0',
					kind: 'InferenceService',
					namespace: 'models',
					role: 'primary',
					label: 'v1',
					phase: 'ready',
					isAvailable: true,
					isUpToDate: true,
					reason: '',
					since: '2025-12-29T12:01:00Z',
					heldUntil: undefined,
					weight: 1,
					ownWeight: 1,
					isHeld: false,
					heldBy: [],
					reachedBy: 'rest',
					requests: 'everything else',
					storageUri: 'gs://models/wisdom/1',
					createdAt: '2025-12-29T12:00:00Z',
				},
				{
					name: 'wisdom-1',
					title: 'wisdom-1',
					kind: 'InferenceService',
					namespace: 'models',
					role: 'candidate',
					label: 'v2',
					phase: 'ready',
					isAvailable: true,
					isUpToDate: true,
					reason: '',
					since: '2026-01-01T11:56:00Z',
					heldUntil: undefined,
					weight: 1,
					ownWeight: 1,
					isHeld: false,
					heldBy: [],
					reachedBy: 'clauses',
					requests: 'traffic: test',
					storageUri: 'gs://models/wisdom/2',
					createdAt: '2026-01-01T11:55:00Z',
				},
			],
			routes: [
				{
					template: 'canary',
					kind: 'VirtualService',
					name: 'wisdom',
					exists: true,
					isInForce: true,
					lag: '',
					isForeign: false,
				},
			],
			isRouted: true,
			faults: [],
			pastChanges: 0,
			wasDeployed: false,
			createdAt: '2025-12-29T12:00:00Z',
		},
	]);
});

test.each([
	{files: [], weights: [1, 0], word: 'not deployed', phases: ['absent', 'absent']},
	{files: ['wisdom-0'], weights: [1, 0], word: 'stable', phases: ['ready', 'absent']},
	{files: ['wisdom-0', 'wisdom-1-loading'], weights: [1, 0], word: 'candidate loading', phases: ['ready', 'loading']},
	{files: ['wisdom-0', 'wisdom-1-failed'], weights: [1, 0], word: 'candidate failed', phases: ['ready', 'failed']},
	{
		files: ['wisdom-0', 'wisdom-1-updating'],
		weights: [1, 1],
		word: 'candidate updating',
		phases: ['ready', 'updating'],
	},
	{files: ['wisdom-0', 'wisdom-1-ready'], weights: [1, 1], word: 'candidate ready', phases: ['ready', 'ready']},
	{files: ['wisdom-0', 'wisdom-1-ready'], weights: [1, 0], word: 'route differs', phases: ['ready', 'ready']},
	{files: ['wisdom-0'], weights: undefined, word: 'route missing', phases: ['ready', 'absent']},
	{files: ['wisdom-1-ready'], weights: [0, 1], word: 'no primary', phases: ['absent', 'ready']},
])('an app of $phases under a route for $weights is $word', async ({files, weights, word, phases}) => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', ...files.map(file => `apps/${file}`)));
	if (weights) await applyRoutes(cluster, 'models', 'wisdom-routemap', weights);
	const [app] = await appsOf(cluster);
	expect({word: wordOf(app), phases: app?.versions.map(({phase}) => phase)}).toEqual({word, phases});
});

test('the primary of a canary that is down still gets requests, and a warning says so', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-1-ready'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [0, 1]);
	expect(told((await appsOf(cluster))[0])).toEqual([
		'broken no primary: requests (everything else) go to wisdom-0, which cannot take them: InferenceService wisdom-0 does not exist; to apply it again: kubectl apply -f FILE -n models',
	]);
});

test('a version that is being deleted is leaving', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	await cluster.patch(inferenceServices, 'models', 'wisdom-1', [
		{op: 'add', path: '/metadata/finalizers', value: ['iter8.tools/finalizer']},
	]);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	const [app] = await appsOf(cluster);
	expect(wordOf(app)).toBe('candidate leaving');
	expect(app?.versions[1]).toMatchObject({phase: 'leaving', weight: 0, requests: 'none'});
});

test('a time that is none is left out', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0'));
	const ready = await cluster.get(inferenceServices, 'models', 'wisdom-0');
	const status = {conditions: [{type: 'Ready', status: 'True', lastTransitionTime: 'soon'}]};
	cluster.put({...ready, metadata: {...ready.metadata, creationTimestamp: 'never'}, status});
	expect((await appsOf(cluster))[0]?.versions[0]).toMatchObject({isAvailable: true, since: undefined});
});

test('a split by weight is told in percent, by the override of a weight where there is one', async () => {
	const cluster = createMemoryCluster(fixtures('apps/owl'));
	await applyRoutes(cluster, 'models', 'owl-routemap', [30, 10]);
	const [app] = await appsOf(cluster);
	expect(app?.strategy).toBe('blue-green');
	expect(app?.versions.map(({name, kind, weight, requests}) => ({name, kind, weight, requests}))).toEqual([
		{name: 'owl-0', kind: 'Deployment', weight: 30, requests: 'everything (75 %)'},
		{name: 'owl-1', kind: 'Deployment', weight: 10, requests: 'everything (25 %)'},
	]);
});

test('a ConfigMap that is no routemap is an app with a fault', async () => {
	const [app] = await appsOf(createMemoryCluster(fixtures('apps/fox-routemap')));
	expect(app).toMatchObject({
		name: 'fox',
		strategy: 'unknown',
		versions: [],
		faults: ['versions is empty: a routemap needs at least one version'],
	});
});

test('a template that fails is a fault of its app', async () => {
	const strSpec = `versions: [{resources: [{gvrShort: isvc, name: wisdom-0}]}]
routingTemplates: {canary: {gvrShort: vs, template: "{{ .Nonsense }}"}}`;
	const routemaps = fixtures('apps/wisdom-routemap').map(routemap => ({...routemap, data: {strSpec}}));
	const [app] = await appsOf(createMemoryCluster(routemaps));
	expect(wordOf(app)).toBe('invalid routemap');
	expect(app?.faults).toHaveLength(1);
	expect(app?.faults[0]).toMatch(/^routing template canary: /);
});

test('a held readiness says until when it counts, and lapses then without any change in the cluster', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-updating'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	const apps = await appsOf(cluster);
	const lapse = new Date('2026-01-01T12:01:40Z');
	expect(lookAgainAt(apps)).toEqual(lapse);
	const [later] = await appsOf(cluster, lapse);
	expect(later?.versions[1]).toMatchObject({isAvailable: false, weight: 0});
	expect(wordOf(later)).toBe('misrouted');
	expect(lookAgainAt(later ? [later] : [])).toBeUndefined();
});

/** The lease of a daemon that leads at noon and was told something. */
function leaseSaying(settings: object): KubeObject {
	const annotations = {'iter8.tools/daemon-settings': JSON.stringify(settings)};
	const spec = {holderIdentity: 'a', leaseDurationSeconds: 15, renewTime: '2026-01-01T12:00:00.000000Z'};
	const metadata = {name: 'kubectl-iter8', namespace: 'kube-system', annotations};
	return {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec};
}

test('a held readiness counts for as long as the daemon that leads was told', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-updating'));
	const weightOf = async () => (await appsOf(cluster))[0]?.versions[1]?.weight;
	expect(await weightOf()).toBe(1);
	cluster.put(leaseSaying({holdMs: 5000}));
	expect(await weightOf()).toBe(0);
	cluster.put(leaseSaying({holdMs: 90_000}));
	expect(lookAgainAt(await appsOf(cluster))).toEqual(new Date('2026-01-01T12:01:10Z'));
});

test('short names stand for what the daemon that leads takes them for', async () => {
	const resource = {group: 'serving.kserve.io', version: 'v1beta1', plural: 'inferenceservices', kind: ''};
	const types = {model: {resource: {...resource, kind: 'InferenceService'}, conditions: ['Ready']}};
	const versions = [{resources: [{gvrShort: 'model', name: 'wisdom-0'}]}];
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', JSON.stringify({versions})),
		...fixtures('apps/wisdom-0'),
	]);
	const versionOf = async () => (await appsOf(cluster))[0]?.versions[0];
	expect(await versionOf()).toMatchObject({kind: 'model', phase: 'absent', cause: 'unknown-type'});
	cluster.put(leaseSaying({types}));
	expect(await versionOf()).toMatchObject({kind: 'InferenceService', phase: 'ready', cause: undefined});
	cluster.put(leaseSaying({types: {model: {resource, conditions: ['Unheard']}}}));
	expect(await versionOf()).toMatchObject({kind: 'model', phase: 'loading', cause: 'unreported'});
});

test('an app whose objects are the same is the same description, another one is not', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/owl'));
	const [owl, wisdom] = await appsOf(cluster);
	const [sameOwl, sameWisdom] = await appsOf(cluster);
	expect(sameOwl).toBe(owl);
	expect(sameWisdom).toBe(wisdom);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	const [stillOwl, otherWisdom] = await appsOf(cluster);
	expect(stillOwl).toBe(owl);
	expect(otherWisdom).not.toBe(wisdom);
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toBeDefined();
});

test('a lazy description is the whole one, and is made when it is read', async () => {
	const cluster = createMemoryCluster(
		fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/owl', 'apps/fox-routemap'),
	);
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	let lookups = 0;
	const applications: Lookup = (...asked) => {
		lookups++;
		return snapshot.applications(...asked);
	};
	const apps = describeAppsLazily({...snapshot, applications}, now);
	expect(apps.map(({name, namespace, routemap}) => `${namespace}/${name} ${routemap}`)).toEqual([
		'models/fox fox-routemap',
		'models/owl owl-routemap',
		'models/wisdom wisdom-routemap',
	]);
	expect(lookups).toBe(0);
	expect(lookAgainAt(apps)).toBeUndefined();
	expect(lookups).toBe(0);
	expect(apps).toEqual(describeApps(snapshot, now));
	expect(lookups).toBeGreaterThan(0);
});

test('a lazy description that nobody has read is made of the last snapshot; one that was read stays until it is out of date', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0'));
	const lazily = async () => {
		const {signal} = new AbortController();
		const [app] = describeAppsLazily(await fetchSnapshot(cluster, {namespace: 'models'}, signal), now);
		return app;
	};
	const first = await lazily();
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	expect(await lazily()).toBe(first);
	expect(wordOf(first)).toBe('stable');
	expect(await lazily()).toBe(first);
	for (const object of fixtures('apps/wisdom-1-ready')) cluster.put(object);
	const second = await lazily();
	expect(second).not.toBe(first);
	expect(wordOf(second)).toBe('route differs');
	expect(wordOf(first)).toBe('stable');
});

test('a held readiness lapses in a lazy description, too', async () => {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-updating'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	const apps = describeAppsLazily(snapshot, now);
	expect(apps[0]?.versions[1]?.isAvailable).toBe(true);
	const lapse = new Date('2026-01-01T12:01:40Z');
	expect(lookAgainAt(apps)).toEqual(lapse);
	expect(describeAppsLazily(snapshot, lapse)[0]?.versions[1]?.isAvailable).toBe(false);
});

test('a promotion that is not finished is told until it is, or was taken back', async () => {
	const rollout = await startRollout([primary()]);
	const {run, cluster} = rollout;
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	cluster.onCall = call => {
		if (call.startsWith('delete')) throw new Error('stopped here');
	};
	await expect(run('promote', 'wisdom', '--yes', '--skip-test')).rejects.toThrow('stopped here');
	cluster.onCall = undefined;
	const all = async () => told((await appsOf(cluster))[0]);
	expect(await all()).toEqual([
		'warning half promoted: the promotion of wisdom-1 is half done; to go on: kubectl iter8 promote wisdom -n models; to go back: kubectl iter8 abort wisdom -n models',
	]);
	await run('abort', 'wisdom', '--yes');
	expect(await all()).toEqual(['good stable: wisdom-0 serves']);
});

test('a promotion that was left while its candidate goes is done but for that, and done once it is gone', async () => {
	const {run, cluster} = await startRollout([primary()]);
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	const change = async (finalizers: readonly string[]) => {
		const live = present(cluster.peek(inferenceServices, 'models', 'wisdom-1'));
		const metadata = {...live.metadata, finalizers: [...finalizers]};
		await cluster.replace(inferenceServices, {...live, metadata}, {fieldManager: 'test'});
	};
	await change(['example.com/hold']);
	await expect(run('promote', 'wisdom', '--yes', '--skip-test', '--timeout', '1s')).rejects.toThrow('timed out');
	const all = async () => told((await appsOf(cluster))[0]);
	expect(await all()).toContain(
		'warning half promoted: the promotion of wisdom-1 is done but for the deletion of wisdom-1, which is under way; to go on: kubectl iter8 promote wisdom -n models',
	);
	await change([]);
	expect(await all()).toEqual(['good stable: wisdom-0 serves']);
});

test.each<readonly [string, readonly string[]]>([
	['while its candidate is there', ['warning rollout abandoned']],
	['once its candidate is gone', ['good stable: wisdom-0 serves']],
])('a rollout that was killed at the deletion that it ends with is told %s', async (when, expected) => {
	const {run, cluster} = await startRollout([primary()]);
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	const uid = cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.uid;
	if (when.endsWith('gone')) await run('abort', 'wisdom', '--yes');
	const target = {resource: inferenceServices, namespace: 'models', name: 'wisdom-1', uid};
	const record = {
		id: 'ada-1',
		action: 'abort',
		title: 'abort the rollout of wisdom-1 of wisdom',
		by: 'ada',
		startedAt: '2026-01-01T11:00:00Z',
		phase: 'running',
		steps: [{type: 'delete-version', app: 'wisdom', target, companions: [], isAwaited: true}],
		step: 0,
		timeoutMs: 1000,
		results: [],
		words: '',
	};
	cluster.put({...recordMap, data: {rollout: JSON.stringify(record)}});
	const words = told((await appsOf(cluster))[0]).map(text => text.replace(/(abandoned): .*/, '$1'));
	expect(words).toEqual(expect.arrayContaining([...expected]));
	expect(words.some(text => text.includes('abandoned'))).toBe(!when.endsWith('gone'));
});
