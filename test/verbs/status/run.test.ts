import {beforeEach, expect, test} from 'vitest';
import {ApiError} from '../../../source/objects/cluster.ts';
import {configMaps, inferenceServices, leases, virtualServices} from '../../../source/objects/resource.ts';
import type {AppSpec} from '../../../source/routing/app-spec.ts';
import {routingObjects} from '../../../source/routing/routing-objects.ts';
import * as status from '../../../source/verbs/status/run.ts';
import {model} from '../../check/healthy.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';
import {runCommand} from '../../helpers/run-command.ts';

const noDaemon =
	'Warning: no daemon is running: routes do not follow the versions; to start one: kubectl iter8 watch -n models\n';

let cluster: MemoryCluster;

beforeEach(async () => {
	cluster = createMemoryCluster(
		fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-loading', 'apps/owl', 'apps/lease'),
	);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	await applyRoutes(cluster, 'models', 'owl-routemap', [30, 10]);
	cluster.forgetCalls();
});

function run(...argv: readonly string[]) {
	return runCommand(status, ['status', ...argv], {cluster});
}

test('all apps of a namespace are a table, one line a version', async () => {
	expect(await run()).toEqual({
		stdout: `\
NAME     STRATEGY     VERSION    LABEL    READY     WEIGHT   REQUESTS            AGE
owl      blue-green   owl-0      <none>   True      30       everything (75 %)   120m
owl      blue-green   owl-1      <none>   True      10       everything (25 %)   60m
wisdom   canary       wisdom-0   v1       True      1        everything          3d
wisdom   canary       wisdom-1   v2       Loading   0        none                40s
`,
		stderr: '',
		exitCode: undefined,
	});
});

test('a candidate that is not there has a line only while requests go to it', async () => {
	cluster.remove(inferenceServices, 'models', 'wisdom-1');
	expect((await run('wisdom')).stdout).toBe(`\
NAME     STRATEGY   VERSION    LABEL   READY   WEIGHT   REQUESTS     AGE
wisdom   canary     wisdom-0   v1      True    1        everything   3d

wisdom: stable
  daemon iter8-7f9c leads
`);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	expect((await run('wisdom')).stdout).toContain('wisdom-1   <none>   Absent   0        traffic: test');
});

test('that takes two rounds of requests, and one list for each kind', async () => {
	await run();
	expect(cluster.calls).toEqual([
		'list configmaps models',
		'list configmaps models',
		'get leases models/kubectl-iter8',
		'get leases kube-system/kubectl-iter8',
		'list virtualservices models',
		'list configmaps models',
		'list deployments models',
		'list inferenceservices models',
		'list inferenceservices models',
		'list deployments models',
	]);
});

test('a split that takes two passes through the gateway is told by its shares', async () => {
	const versions = [
		{name: 'sage', weight: 70},
		{name: 'owl', weight: 20},
		{name: 'fox', weight: 10},
	];
	const app: AppSpec = {
		name: 'animals',
		namespace: 'zoo',
		appType: 'kserve-knative',
		mesh: 'istio',
		strategy: 'blue-green',
		versions,
	};
	const {objects, routemap} = routingObjects(app);
	const models = versions.map(({name}) => ({...model(name), metadata: {...model(name).metadata, namespace: 'zoo'}}));
	for (const object of [...objects, ...models, routemap]) cluster.put(object);
	await applyRoutes(cluster, 'zoo', 'animals-routemap', [70, 20, 10]);
	expect((await run('-n', 'zoo')).stdout).toBe(`\
NAME      STRATEGY     VERSION   LABEL    READY   WEIGHT   REQUESTS            AGE
animals   blue-green   sage      <none>   True    70       everything (70 %)   120m
animals   blue-green   owl       <none>   True    20       everything (20 %)   120m
animals   blue-green   fox       <none>   True    10       everything (10 %)   120m
`);
});

test('one app is its table and why its versions are not ready', async () => {
	expect((await run('wisdom')).stdout).toBe(`\
NAME     STRATEGY   VERSION    LABEL   READY     WEIGHT   REQUESTS     AGE
wisdom   canary     wisdom-0   v1      True      1        everything   3d
wisdom   canary     wisdom-1   v2      Loading   0        none         40s

wisdom: candidate loading
  InferenceService wisdom-1 is not Ready: PredictorConfigurationReadyFailed: the container is starting (30s)
  daemon iter8-7f9c leads
`);
});

test('the wide table has numbers, roles, models and reasons, and why there are no numbers', async () => {
	expect(await run('-o', 'wide', '-l', 'team=nlp')).toEqual({
		stdout: `\
NAME     STRATEGY   VERSION    LABEL   READY     WEIGHT   REQUESTS     AGE   RATE        ERRORS      P95         ROLE        STORAGE-URI            REASON
wisdom   canary     wisdom-0   v1      True      1        everything   3d    <unknown>   <unknown>   <unknown>   primary     gs://models/wisdom/1   <none>
wisdom   canary     wisdom-1   v2      Loading   0        none         40s   <unknown>   <unknown>   <unknown>   candidate   gs://models/wisdom/2   InferenceService wisdom-1 is not Ready: PredictorConfigurationReadyFailed: the container is starting
`,
		stderr: `\
Warning: no numbers of wisdom-0, wisdom-1: requests of several versions go to gateway.models.svc.cluster.local, which the gateway counts as one
`,
		exitCode: undefined,
	});
});

test('all namespaces have a column of their own', async () => {
	expect((await run('-A', '-l', 'team=nlp')).stdout).toBe(`\
NAMESPACE   NAME     STRATEGY   VERSION    LABEL   READY     WEIGHT   REQUESTS     AGE
models      wisdom   canary     wisdom-0   v1      True      1        everything   3d
models      wisdom   canary     wisdom-1   v2      Loading   0        none         40s
`);
});

test('JSON is a list of all apps with the daemon, or one app', async () => {
	const list: unknown = JSON.parse((await run('-o', 'json')).stdout);
	expect(list).toMatchObject({
		kind: 'AppList',
		items: [
			{name: 'owl', strategy: 'blue-green'},
			{
				namespace: 'models',
				name: 'wisdom',
				strategy: 'canary',
				states: [{kind: 'candidate-loading', severity: 'waiting', word: 'candidate loading', advised: []}],
				allowed: ['abort', 'cleanup'],
				versions: [{name: 'wisdom-0'}, {name: 'wisdom-1', phase: 'loading', isAvailable: false, weight: 0}],
			},
		],
		daemon: {holder: 'iter8-7f9c', namespace: 'models', renewedAt: '2026-01-01T11:59:58Z', isExpired: false},
	});
	expect(JSON.parse((await run('wisdom', '-o', 'json')).stdout)).toMatchObject({name: 'wisdom', strategy: 'canary'});
});

test('names are one a line', async () => {
	expect((await run('-o', 'name')).stdout).toBe('owl\nwisdom\n');
});

test('an empty namespace says so on stderr, as kubectl does', async () => {
	expect(await run('-n', 'default')).toEqual({
		stdout: '',
		stderr: 'No apps found in default namespace.\n',
		exitCode: undefined,
	});
});

test('an app whose routemap is gone is told of beside others, alone, and by its name, with how to set it up again', async () => {
	const labels = {'app.kubernetes.io/name': 'wisdom', 'iter8.tools/kind': 'history'};
	cluster.put({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'wisdom-history', namespace: 'models', labels}});
	cluster.remove(configMaps, 'models', 'wisdom-routemap');
	const gone =
		'its routemap wisdom-routemap is gone, and no route takes its requests any more, while InferenceService wisdom-0 and InferenceService wisdom-1 are still there; to set it up again: kubectl iter8 init wisdom -n models';
	expect((await run()).stderr).toBe(`Warning: app wisdom: ${gone}\n`);
	expect((await run('-A')).stderr).toBe(`Warning: app models/wisdom: ${gone}\n`);
	await expect(run('wisdom')).rejects.toThrow(`no app wisdom in namespace models: ${gone}`);
	cluster.remove(configMaps, 'models', 'owl-routemap');
	expect(await run()).toEqual({
		stdout: '',
		stderr: `Warning: app wisdom: ${gone}\nNo apps found in models namespace.\n`,
		exitCode: undefined,
	});
});

test('an app that there is not is an error that names init', async () => {
	await expect(run('lion')).rejects.toThrow(
		'no app lion in namespace models: set up its routing with "kubectl iter8 init lion -n models"',
	);
});

test('a mistyped app is answered with the one that was meant', async () => {
	await expect(run('wisdon')).rejects.toThrow(/^no app wisdon in namespace models, did you mean wisdom\?$/);
});

test('what is wrong goes to stderr: no daemon, a routemap that is none, a route that differs', async () => {
	const [fox] = fixtures('apps/fox-routemap');
	if (fox) cluster.put(fox);
	await cluster.delete(
		{group: 'coordination.k8s.io', version: 'v1', plural: 'leases', kind: 'Lease'},
		'models',
		'kubectl-iter8',
	);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	const {stdout, stderr} = await run();
	expect(stdout.split('\n').find(line => line.startsWith('fox'))).toBe(
		'fox      unknown      <none>     <none>   Invalid   <none>   <none>              <none>',
	);
	expect(stderr).toBe(`\
${noDaemon}\
Warning: app fox: versions is empty: a routemap needs at least one version; to repair it: kubectl edit configmap fox-routemap -n models
Warning: app wisdom: requests (traffic: test) go to wisdom-1, which cannot take them: InferenceService wisdom-1 is not Ready: PredictorConfigurationReadyFailed: the container is starting; to see why: kubectl describe inferenceservice wisdom-1 -n models
Warning: app wisdom: VirtualService wisdom differs from what routing template canary renders now, and no daemon leads that would put it right; to start a daemon: kubectl iter8 watch -n models
`);
	expect((await run('-A')).stderr).toContain('Warning: app models/wisdom: requests (traffic: test) go to');
});

test("a daemon of another namespace is not the app's, also where all namespaces are shown", async () => {
	const [lease] = fixtures('apps/lease');
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	const unled = 'VirtualService wisdom differs from what routing template canary renders now, and no daemon leads';
	expect((await run('-A')).stderr).not.toContain(unled);
	cluster.remove(leases, 'models', 'kubectl-iter8');
	if (lease) cluster.put({...lease, metadata: {...lease.metadata, namespace: 'zoo'}});
	expect((await run('-A')).stderr).toContain(unled);
});

test('of all namespaces those are named that nobody leads for while somebody leads for others', async () => {
	const copyTo = (namespace: string): void => {
		for (const object of fixtures('apps/fox-routemap'))
			cluster.put({...object, metadata: {...object.metadata, namespace}});
	};
	const ofDaemons = async (): Promise<string> =>
		(await run('-A')).stderr.replace(/^Warning: (app .*|\d+ more.*)\n/gm, '');
	expect(await ofDaemons()).toBe('');
	copyTo('zoo');
	expect(await ofDaemons()).toBe(
		'Warning: namespace zoo: no daemon is running: routes do not follow the versions; to start one: kubectl iter8 watch -n zoo\n',
	);
	for (const each of ['bar', 'cafe', 'den']) copyTo(each);
	expect(await ofDaemons()).toBe(
		'Warning: no daemon leads for namespaces bar, cafe, den and 1 more: routes there do not follow the versions; to have one lead for all, in place of those there are: kubectl iter8 watch -A\n',
	);
	cluster.remove(leases, 'models', 'kubectl-iter8');
	expect(await ofDaemons()).toBe(
		'Warning: no daemon is running: routes do not follow the versions; to start one: kubectl iter8 watch -A\n',
	);
});

test('a daemon that has not renewed its lease is told as gone', async () => {
	const later = () => new Date('2026-01-01T12:10:00Z');
	const {stderr} = await runCommand(status, ['status', 'wisdom'], {cluster, now: later});
	expect(stderr).toBe(
		'Warning: the daemon iter8-7f9c is gone, not heard of since 2026-01-01T11:59:58Z: routes do not follow the versions; to start one: kubectl iter8 watch -n models\n',
	);
});

test.each([
	[
		{leaseDurationSeconds: 2_147_483_647, renewTime: '2100-01-01T00:00:00.000000Z'},
		'its renewal at 2100-01-01T00:00:00Z (ahead of the clock here) and its duration of 2147483647 s are not believed: routes do not follow the versions; to start a daemon, which takes the lease within a minute: kubectl iter8 watch -n models',
	],
	[
		{leaseDurationSeconds: 2_147_483_647, renewTime: '2026-01-01T11:59:59.000000Z'},
		'its duration of 2147483647 s is not believed',
	],
	[
		{leaseDurationSeconds: 15, renewTime: '2026-01-01T12:01:01.000000Z'},
		'its renewal at 2026-01-01T12:01:01Z (ahead of the clock here) is not believed: routes do not follow the versions; to start a daemon, which takes the lease within a minute: kubectl iter8 watch -n models',
	],
])('a lease that nobody can believe is told: %j', async (spec, words) => {
	const [lease] = fixtures('apps/lease');
	if (lease) cluster.put({...lease, spec: {holderIdentity: 'ghost\u001B[2J\nall is well', ...spec}});
	const {stderr} = await run('wisdom');
	expect(stderr).toBe(
		String.raw`Warning: lease models/kubectl-iter8 is held by ghost\x1b[2J\nall is well, and ${words}` + '\n',
	);
});

test('two daemons that lead at once are told', async () => {
	const [lease] = fixtures('apps/lease');
	if (lease)
		cluster.put({
			...lease,
			metadata: {...lease.metadata, namespace: 'kube-system'},
			spec: {...(lease['spec'] as object), holderIdentity: 'another'},
		});
	const {stderr} = await run('wisdom');
	expect(stderr).toBe(
		'Warning: several daemons lead at once and write the same routes: iter8-7f9c in namespace models, another in namespace kube-system; stop that of namespace models: the one in kube-system leads for all\n',
	);
});

test('without KServe the apps are shown, and the error says what is missing', async () => {
	cluster.setInstalled(inferenceServices, false);
	const {stdout, stderr, exitCode} = await run('wisdom');
	expect(stdout).toContain('wisdom-0   <none>   Absent');
	expect(stderr).toContain(
		'error: the server has no InferenceService (serving.kserve.io/v1beta1): is KServe installed?\n',
	);
	expect(exitCode).toBe(1);
});

test("whoever may not read leases sees the apps; whoever may not read models gets the server's answer", async () => {
	const forbid = (plural: string) => (call: string) => {
		if (call.includes(plural)) throw new ApiError(403, 'Forbidden', `${plural} is forbidden`);
	};
	cluster.onCall = forbid('leases');
	const {stdout, stderr} = await run('wisdom');
	expect(stderr).toBe(
		'Warning: whether a daemon runs is not to be seen: you may not read lease kubectl-iter8 in models and kube-system\n',
	);
	expect(stdout).not.toContain('daemon');
	expect((await run('-A')).stderr).toContain('you may not read lease kubectl-iter8 in all namespaces\n');
	cluster.onCall = forbid('inferenceservices');
	await expect(run()).rejects.toThrow('inferenceservices is forbidden');
});

test('a name goes with neither all namespaces nor a selector', async () => {
	await expect(run('wisdom', '-A')).rejects.toThrow('APP cannot be given with --all-namespaces');
	await expect(run('wisdom', '-l', 'a=b')).rejects.toThrow('APP cannot be given with --selector');
});

test('text from the cluster cannot drive the terminal', async () => {
	const [model] = fixtures('apps/wisdom-0');
	if (model)
		cluster.put({
			...model,
			metadata: {...model.metadata, labels: {...model.metadata.labels, 'app.kubernetes.io/version': '\u001B[2J'}},
		});
	expect((await run('wisdom')).stdout).toContain('\\x1b[2J');
});

test('colours tell ready from not ready', async () => {
	const {stdout} = await runCommand(status, ['status', 'wisdom'], {cluster, color: true});
	expect(stdout).toContain('\u001B[32mTrue\u001B[39m');
	expect(stdout).toContain('\u001B[33mLoading\u001B[39m');
});

test('watching prints all apps, then each line that changes, and ends with the signal', async () => {
	const ending = new AbortController();
	const seen = lines();
	const running = runCommand(status, ['status', '-l', 'team=nlp', '-w'], {
		cluster,
		signal: ending.signal,
		onOutput: text => seen.update(text),
	});
	await seen.until('Loading');
	for (const object of fixtures('apps/wisdom-1-ready')) cluster.put(object);
	await seen.until('v2      True');
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	await seen.until('traffic: test');
	await cluster.delete(configMaps, 'models', 'wisdom-routemap');
	await seen.until('Deleted');
	ending.abort();
	expect(await running).toEqual({
		stdout: `\
NAME     STRATEGY   VERSION    LABEL   READY     WEIGHT   REQUESTS     AGE
wisdom   canary     wisdom-0   v1      True      1        everything   3d
wisdom   canary     wisdom-1   v2      Loading   0        none         40s
wisdom   canary     wisdom-1   v2      True      1        none         5m
wisdom   canary     wisdom-0   v1      True      1        everything else   3d
wisdom   canary     wisdom-1   v2      True      1        traffic: test     5m
wisdom   canary     wisdom-0   v1      Deleted   1        everything else   3d
wisdom   canary     wisdom-1   v2      Deleted   1        traffic: test     5m
`,
		stderr: '',
		exitCode: undefined,
	});
});

/** Waits for a text in what has been written so far. */
function lines() {
	let text = '';
	let wake = () => {};
	return {
		update(written: string) {
			text = written;
			wake();
		},
		async until(wanted: string): Promise<void> {
			while (!text.includes(wanted)) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
		},
	};
}

test('why a route is not in force is told as the daemon met it, unless it applied the route since', async () => {
	const event = (name: string, reason: string, at: string, message: string) => ({
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name, namespace: 'models'},
		involvedObject: {kind: 'ConfigMap', name: 'wisdom-routemap', namespace: 'models'},
		reason,
		message,
		lastTimestamp: at,
	});
	const said = async (): Promise<readonly string[]> =>
		(await run()).stderr.split('\n').filter(line => line.includes('could not apply'));
	cluster.put(event('a', 'RouteApplied', '2026-01-01T11:00:00Z', 'applied'));
	cluster.put(event('b', 'RoutemapFault', '2026-01-01T11:57:00Z', 'VirtualService "wisdom" is invalid: weight: null'));
	cluster.put(event('c', 'SomethingElse', '2026-01-01T11:58:00Z', 'never mind'));
	expect(await said()).toEqual([]);
	await cluster.delete(virtualServices, 'models', 'wisdom');
	expect(await said()).toEqual([
		'Warning: app wisdom: VirtualService wisdom of routing template canary does not exist; the daemon could not apply it 3m ago: VirtualService "wisdom" is invalid: weight: null; to see what the daemon says: kubectl get events --field-selector involvedObject.name=wisdom-routemap -n models',
	]);
	cluster.onCall = call => {
		if (call.includes('events')) throw new ApiError(403, 'Forbidden', 'events are forbidden');
	};
	expect(await said()).toEqual([]);
	cluster.onCall = undefined;
	cluster.put(event('d', 'RouteApplied', '2026-01-01T11:59:00Z', 'applied'));
	expect(await said()).toEqual([]);
});
