import {expect, test} from 'vitest';
import {clusterLeaseNamespace, leaseName} from '../../../source/objects/lease.ts';
import {fieldAt, listAt, type KubeObject} from '../../../source/objects/object.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {httpRoutes, inferenceServices} from '../../../source/objects/resource.ts';
import {blueGreenSpec, routemapConfigMap, weightConfig} from '../../helpers/app-objects.ts';
import {startDaemon} from '../../helpers/daemon.ts';
import {eventually} from '../../helpers/eventually.ts';
import {primary, startRollout, writesOf, type Rollout} from '../rollout.ts';

const candidate = primary({name: 'wisdom-1'});
const named = {annotations: {'serving.kserve.io/deploymentMode': 'Standard'}};

async function withWeights(objects = [primary(), candidate], {hasDaemon = false} = {}): Promise<Rollout> {
	const rollout = await startRollout(objects, {hasDaemon});
	await rollout.run('init', 'wisdom', '--strategy', 'blue-green', '--model-name', 'digits');
	rollout.cluster.forgetCalls();
	return rollout;
}

function split(route: KubeObject | undefined): unknown {
	const routes = listAt(route, 'spec', 'http').map(rule => listAt(rule, 'route').map(each => fieldAt(each, 'weight')));
	return routes.at(-1);
}

function weightOf({configMap}: Rollout, version: string): unknown {
	return configMap(`${version}-weight-config`)?.metadata.annotations?.['iter8.tools/weight'];
}

test.each([true, false])(
	'weights are written where they are read, and the route follows (a daemon leads: %s)',
	async hasDaemon => {
		const rollout = await withWeights(undefined, {hasDaemon});
		const {run, route, cluster} = rollout;
		expect((await run('weights', 'wisdom', '90', '10')).stdout).toBe(
			[
				'configmap/wisdom-0-weight-config annotated',
				'configmap/wisdom-1-weight-config annotated',
				'wisdom is routed by wisdom-0: 90, wisdom-1: 10',
				'',
			].join('\n'),
		);
		expect(split(route())).toEqual([90, 10]);
		cluster.forgetCalls();
		expect((await run('weights', 'wisdom', '90', '10')).stdout).toBe(
			[
				'configmap/wisdom-0-weight-config unchanged',
				'configmap/wisdom-1-weight-config unchanged',
				'wisdom is routed by wisdom-0: 90, wisdom-1: 10',
				'',
			].join('\n'),
		);
		expect(writesOf(cluster)).toEqual([]);
		expect((await run('weights', 'wisdom', 'wisdom-1=30')).stdout).toBe(
			'configmap/wisdom-1-weight-config annotated\nwisdom is routed by wisdom-0: 90, wisdom-1: 30\n',
		);
		expect(split(route())).toEqual([90, 30]);
	},
);

test('a daemon that leads is waited for until the route has the weights', async () => {
	const {run, cluster, route} = await withWeights();
	cluster.put({
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: leaseName, namespace: clusterLeaseNamespace},
		spec: {holderIdentity: 'busy-daemon', leaseDurationSeconds: 15, renewTime: '2026-01-01T12:00:00.000000Z'},
	});
	await expect(run('weights', 'wisdom', '90', '10', '--timeout', '100ms')).rejects.toThrow(
		/^timed out after 0s waiting for virtualservice.networking.istio.io\/wisdom: the daemon busy-daemon leads and has not written it yet$/,
	);
	const again = run('weights', 'wisdom', '90', '10');
	await eventually(() =>
		expect(cluster.calls.filter(call => call.startsWith('watch virtualservices'))).toHaveLength(2),
	);
	await startDaemon(cluster, {now: () => new Date('2026-01-01T12:00:00Z')});
	await again;
	expect(split(route())).toEqual([90, 10]);
});

/** A daemon that leads, and was told something. */
function daemonTold(settings: object): KubeObject {
	const annotations = {'iter8.tools/daemon-settings': JSON.stringify(settings)};
	return {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: leaseName, namespace: clusterLeaseNamespace, annotations},
		spec: {holderIdentity: 'a', leaseDurationSeconds: 15, renewTime: '2026-01-01T12:00:00.000000Z'},
	};
}

test('which versions serve is reckoned as the daemon that leads reckons it', async () => {
	const {run, cluster} = await withWeights();
	const lastTransitionTime = '2026-01-01T11:59:00Z';
	const modelStatus = {
		transitionStatus: 'InProgress',
		states: {activeModelState: 'Loaded', targetModelState: 'Loading'},
	};
	cluster.setStatus(inferenceServices, 'models', 'wisdom-1', {
		url: 'http://wisdom-1',
		conditions: [{type: 'Ready', status: 'Unknown', lastTransitionTime}],
		modelStatus,
	});
	const warningsUnder = async (settings: object) => {
		cluster.put(daemonTold(settings));
		return (await run('weights', 'wisdom', '90', '10', '--dry-run=client')).stderr;
	};
	expect(await warningsUnder({})).toBe('');
	expect(await warningsUnder({holdMs: 5000})).toBe(
		'Warning: wisdom-1 gets its 10 only when it can take requests: InferenceService wisdom-1 is not Ready (Unknown)\n',
	);
});

test('short names stand for what the daemon that leads takes them for', async () => {
	const {run, cluster, configMap} = await startRollout(
		[
			routemapConfigMap('wisdom-routemap', blueGreenSpec.replaceAll('isvc', 'model')),
			primary(),
			candidate,
			weightConfig('wisdom-0-weight-config', '90'),
			weightConfig('wisdom-1-weight-config', '10'),
		],
		{hasDaemon: false},
	);
	await expect(run('weights', 'wisdom', '80', '20', '--dry-run=client')).resolves.toMatchObject({
		stderr: expect.stringContaining('resource type model is not configured') as string,
	});
	const types = new Map([...defaultResourceTypes, ['model', {resource: inferenceServices, conditions: ['Ready']}]]);
	cluster.put(daemonTold({types: Object.fromEntries(types)}));
	await startDaemon(cluster, {types, now: () => new Date('2026-01-01T12:00:00Z')});
	expect(await run('weights', 'wisdom', '80', '20')).toMatchObject({
		stdout: expect.stringMatching(/wisdom is routed by wisdom-0: 80, wisdom-1: 20\n$/) as string,
		stderr:
			'wisdom: same label: wisdom-0 and wisdom-1 both have the label v0; to tell them apart: kubectl label --overwrite inferenceservice wisdom-1 app.kubernetes.io/version=LABEL -n models\n',
	});
	expect(configMap('wisdom-0-weight-config')?.metadata.annotations).toEqual({'iter8.tools/weight': '80'});
});

test('what grows is written before what shrinks, so that no moment is without weight', async () => {
	const rollout = await withWeights();
	const {run, cluster} = rollout;
	await run('weights', 'wisdom', '100', '0');
	const sums: number[] = [];
	cluster.onCall = () => {
		sums.push(Number(weightOf(rollout, 'wisdom-0')) + Number(weightOf(rollout, 'wisdom-1')));
	};
	await run('weights', 'wisdom', '0', '100');
	await run('weights', 'wisdom', '100', '0');
	expect(Math.min(...sums)).toBe(100);
	expect(Math.max(...sums)).toBe(200);
});

test('only the annotation is touched', async () => {
	const rollout = await withWeights();
	const {run, configMap} = rollout;
	const before = configMap('wisdom-0-weight-config');
	await run('weights', 'wisdom', '90', '10');
	const after = configMap('wisdom-0-weight-config');
	expect(after?.metadata.labels).toEqual(before?.metadata.labels);
	expect(after?.metadata.finalizers).toEqual(before?.metadata.finalizers);
	expect(after?.metadata.annotations).toEqual({'iter8.tools/weight': '90'});
});

test('a weight ConfigMap that the routemap names and that is missing is made, and its version counts again', async () => {
	const objects = [
		routemapConfigMap('wisdom-routemap', blueGreenSpec),
		primary(),
		candidate,
		weightConfig('wisdom-0-weight-config', '90'),
	];
	const rollout = await startRollout(objects, {hasDaemon: false});
	const {run, configMap, route} = rollout;
	expect((await run('weights', 'wisdom', '0', '40')).stdout).toBe(
		[
			'configmap/wisdom-1-weight-config created',
			'configmap/wisdom-0-weight-config annotated',
			'wisdom is routed by wisdom-0: 0, wisdom-1: 40',
			'',
		].join('\n'),
	);
	expect(configMap('wisdom-1-weight-config')?.metadata).toMatchObject({
		labels: {'iter8.tools/watch': 'true'},
		annotations: {'iter8.tools/weight': '40'},
	});
	expect(split(route())).toEqual([40]);
});

test('a version that is not there gets its weight later, as a warning says', async () => {
	const {run} = await withWeights([primary()]);
	const {stderr, stdout} = await run('weights', 'wisdom', '90', '10');
	expect(stderr).toContain(
		'Warning: wisdom-1 gets its 10 only when it can take requests: InferenceService wisdom-1 does not exist\n',
	);
	expect(stdout).toContain('wisdom is routed by wisdom-0: 90, wisdom-1: 0\n');
});

test.each([
	[['client', '(dry run)'], []],
	[
		['server', '(server dry run)'],
		['patch configmaps models/wisdom-0-weight-config', 'patch configmaps models/wisdom-1-weight-config'],
	],
])('a dry run with %j changes nothing', async ([kind, note], writes) => {
	const rollout = await withWeights();
	expect((await rollout.run('weights', 'wisdom', '90', '10', `--dry-run=${kind}`)).stdout).toBe(
		`configmap/wisdom-0-weight-config annotated ${note}\nconfigmap/wisdom-1-weight-config annotated ${note}\n`,
	);
	expect(writesOf(rollout.cluster)).toEqual(writes);
	expect(weightOf(rollout, 'wisdom-0')).toBeUndefined();
});

test.each([
	[['90,10']],
	[['90', '10']],
	[['--weights', '90,10']],
	[['--weights', '90', '10']],
	[['wisdom-0=90,wisdom-1=10']],
])('weights are written as one likes: %j', async words => {
	const rollout = await withWeights();
	await rollout.run('weights', 'wisdom', ...words);
	expect([weightOf(rollout, 'wisdom-0'), weightOf(rollout, 'wisdom-1')]).toEqual(['90', '10']);
});

test('-o name prints what was written, and the words go to stderr', async () => {
	const {run} = await withWeights();
	const {stdout, stderr} = await run('weights', 'wisdom', '90', '10', '-o', 'name');
	expect(stdout).toBe('configmap/wisdom-0-weight-config\nconfigmap/wisdom-1-weight-config\n');
	expect(stderr).toContain('wisdom is routed by wisdom-0: 90, wisdom-1: 10\n');
});

test.each([
	[['90', '10', '0'], 'wisdom has 2 versions with a weight (wisdom-0, wisdom-1): give 2, not 3'],
	[['wisdom-2=10'], 'wisdom has no version wisdom-2 with a weight; there are: wisdom-0, wisdom-1'],
	[['90', 'x'], 'invalid weight "x": must be a whole number from 0 to 2147483647'],
	[['90', '-1'], 'invalid weight "-1": must be a whole number from 0 to 2147483647'],
	[['90', '1.5'], 'invalid weight "1.5": must be a whole number from 0 to 2147483647'],
	[['90', 'wisdom-1=10'], 'give either a weight for each version or NAME=WEIGHT, not both'],
	[['wisdom-1=10', 'wisdom-1=20'], 'wisdom-1 is given two weights'],
	[['99999999999', '1'], 'the weight 99999999999 of wisdom-0 is not a whole number from 0 to 2147483647'],
	[['9'.repeat(16), '1'], 'invalid weight "9999999999999999": must be a whole number from 0 to 2147483647'],
	[['90,'], 'invalid weight "": must be a whole number from 0 to 2147483647'],
	[[], 'WEIGHT is missing'],
	[['2147483648', '1'], 'the weight 2147483648 of wisdom-0 is not a whole number from 0 to 2147483647'],
	[['0', '0'], 'all weights are 0: leave at least one version of wisdom some weight'],
	[
		['0', '10'],
		'no version of wisdom that serves would have a weight: InferenceService wisdom-1 does not exist; leave some to wisdom-0',
	],
	[
		['wisdom-0=0'],
		'no version of wisdom that serves would have a weight: InferenceService wisdom-1 does not exist; leave some to wisdom-0',
	],
])('weights %j are refused before anything is changed', async (words, message) => {
	const {run, cluster} = await withWeights([primary()]);
	await expect(run('weights', 'wisdom', ...words)).rejects.toThrow(message);
	expect(writesOf(cluster)).toEqual([]);
});

const onModels = `
versions:
- resources: [{gvrShort: isvc, name: wisdom-0}]
- resources: [{gvrShort: isvc, name: wisdom-1}]
${blueGreenSpec.slice(blueGreenSpec.indexOf('routingTemplates:'))}`;

test.each<[string, readonly KubeObject[], readonly string[], string]>([
	[
		'an app that is not there',
		[],
		['1', '1'],
		'no app wisdom in namespace models: set up its routing with "kubectl iter8 init wisdom -n models"',
	],
	[
		'weights that InferenceServices carry themselves',
		[routemapConfigMap('wisdom-routemap', onModels), primary(), candidate],
		['1', '1'],
		'the weight of wisdom-0 is an annotation of its InferenceService, which KServe would answer with a new revision or new pods: set the routing up anew, with ConfigMaps for the weights: "kubectl iter8 cleanup wisdom -n models", which leaves the versions, then "kubectl iter8 init wisdom --strategy blue-green -n models"',
	],
])('%s: refused before anything is changed', async (_, objects, words, message) => {
	const {run, cluster} = await startRollout(objects, {hasDaemon: false});
	cluster.forgetCalls();
	await expect(run('weights', 'wisdom', ...words)).rejects.toThrow(message);
	expect(writesOf(cluster)).toEqual([]);
});

test('a canary has no weights', async () => {
	const {run, cluster} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	cluster.forgetCalls();
	await expect(run('weights', 'wisdom', '90', '10')).rejects.toThrow(
		'wisdom has no weights: under its strategy, canary, which version answers does not depend on them',
	);
	expect(writesOf(cluster)).toEqual([]);
});

test('a mirror has a percentage for each candidate, up to 100', async () => {
	const {run, route} = await startRollout([primary(named), primary({...named, name: 'wisdom-1'})], {hasDaemon: false});
	await run('init', 'wisdom', '--strategy', 'mirror', '--model-name', 'digits');
	await expect(run('weights', 'wisdom', '90', '10')).rejects.toThrow(
		'wisdom has 1 version with a weight (wisdom-1): give 1, not 2',
	);
	await expect(run('weights', 'wisdom', '101')).rejects.toThrow(
		'the percentage 101 of wisdom-1 is not a whole number from 0 to 100',
	);
	expect((await run('weights', 'wisdom', '5')).stdout).toBe(
		'configmap/wisdom-1-weight-config annotated\nwisdom is routed by wisdom-1: 5\n',
	);
	expect(JSON.stringify(route())).toContain('"mirrorPercentage":{"value":5}');
	await run('weights', 'wisdom', '0');
	expect(JSON.stringify(route())).not.toContain('mirror');
});

test('an HTTPRoute takes weights up to a million', async () => {
	const {run, cluster} = await startRollout([primary(named), primary({...named, name: 'wisdom-1'})], {
		hasDaemon: false,
	});
	await run('init', 'wisdom', '--strategy', 'blue-green', '--mesh', 'gateway-api', '--model-name', 'digits');
	await expect(run('weights', 'wisdom', '1000001', '1')).rejects.toThrow(
		'the weight 1000001 of wisdom-0 is not a whole number from 0 to 1000000',
	);
	await run('weights', 'wisdom', '1000000', '1');
	const [rule] = listAt(cluster.peek(httpRoutes, 'models', 'wisdom'), 'spec', 'rules');
	expect(listAt(rule, 'backendRefs').map(each => fieldAt(each, 'weight'))).toEqual([1_000_000, 1]);
});
