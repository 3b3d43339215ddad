import {expect, test} from 'vitest';
import {planPromote} from '../../../source/actions/promote/promote.ts';
import {fieldAt, listAt, type KubeObject} from '../../../source/objects/object.ts';
import {runPlan} from '../../../source/runner/run-plan.ts';
import {blueGreenSpec, routemapConfigMap, weightConfig} from '../../helpers/app-objects.ts';
import {stepContext} from '../../helpers/step-context.ts';
import {primary, startRollout, storageUri, writesOf, type Rollout} from '../../verbs/rollout.ts';

const named = primary({annotations: {'serving.kserve.io/deploymentMode': 'Standard'}});

/** An app whose candidate gets nearly all requests. */
async function rolledOut(hasDaemon: boolean): Promise<Rollout> {
	const rollout = await startRollout([named], {hasDaemon});
	const {run, cluster} = rollout;
	await run('init', 'wisdom', '--strategy', 'blue-green', '--model-name', 'digits');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--model-name', 'digits', '--wait');
	await run('weights', 'wisdom', '0', '90');
	cluster.forgetCalls();
	return rollout;
}

/** Weight of each destination of the rule for everything else, by its version. */
function split(route: KubeObject | undefined): unknown {
	const rule = listAt(route, 'spec', 'http').at(-1);
	return listAt(rule, 'route').map(each => [
		fieldAt(each, 'headers', 'response', 'set', 'app-version'),
		fieldAt(each, 'weight'),
	]);
}

test.each([true, false])(
	'promote sends all requests to the new primary before the candidate goes (a daemon leads: %s)',
	async hasDaemon => {
		const {run, cluster, route, isvc, configMap} = await rolledOut(hasDaemon);
		expect(split(route())).toEqual([['wisdom-1', 90]]);
		const {stdout} = await run('promote', 'wisdom', '--yes', '--skip-test', '--drain', '10ms');
		expect(stdout).toBe(
			[
				'inferenceservice.serving.kserve.io/wisdom-0 replaced',
				'inferenceservice.serving.kserve.io/wisdom-0 serves its new spec',
				'wisdom is routed to wisdom-0 alone',
				'inferenceservice.serving.kserve.io/wisdom-1 deleted',
				'',
			].join('\n'),
		);
		expect(
			writesOf(cluster)
				.filter(call => !/finalizer|virtualservices|events|leases/.test(call))
				.slice(0, 5),
		).toEqual([
			'create configmaps models/wisdom-history',
			'replace inferenceservices models/wisdom-0',
			'patch configmaps models/wisdom-0-weight-config',
			'patch configmaps models/wisdom-1-weight-config',
			'delete inferenceservices models/wisdom-1',
		]);
		expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/two');
		expect(isvc('wisdom-1')).toBeUndefined();
		expect(split(route())).toEqual([['wisdom-0', 100]]);
		expect(
			['wisdom-0-weight-config', 'wisdom-1-weight-config'].map(name => configMap(name)?.metadata.annotations),
		).toEqual([{'iter8.tools/weight': '100'}, {'iter8.tools/weight': '0'}]);
		await run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--wait');
		await expect.poll(() => split(route())).toEqual([['wisdom-0', 100]]);
	},
);

test('the request that promote sends finds the primary alone on the route, and the plan says what the next candidate gets', async () => {
	const {cluster, route} = await rolledOut(true);
	const context = stepContext(cluster);
	let found: unknown;
	const infer = (): Promise<string> => {
		found = split(route());
		return Promise.resolve('answered');
	};
	const plan = await planPromote(context, 'wisdom', {isTested: true, isAwaited: true});
	expect(plan.warnings).toEqual([
		'inferenceservice models/wisdom-1 is deleted; its spec lives on in wisdom-0',
		'the next candidate starts with weight 0: raise it with "kubectl iter8 weights"',
	]);
	await runPlan({...context, infer}, plan, () => undefined);
	expect(found).toEqual([['wisdom-0', 100]]);
});

test.each([true, false])(
	'abort sends all requests back before the candidate goes (a daemon leads: %s)',
	async hasDaemon => {
		const {run, cluster, route, isvc} = await rolledOut(hasDaemon);
		const {stdout} = await run('abort', 'wisdom', '--yes', '--drain', '10ms');
		expect(stdout).toBe('wisdom is routed to wisdom-0 alone\ninferenceservice.serving.kserve.io/wisdom-1 deleted\n');
		expect(cluster.calls.findIndex(call => call.startsWith('patch configmaps models/wisdom-1'))).toBeLessThan(
			cluster.calls.indexOf('delete inferenceservices models/wisdom-1'),
		);
		expect(isvc('wisdom-1')).toBeUndefined();
		expect(split(route())).toEqual([['wisdom-0', 100]]);
	},
);

test('abort of a candidate that does not load leaves the weight of the primary as it is', async () => {
	const {run, configMap} = await startRollout([named], {hasDaemon: false});
	await run('init', 'wisdom', '--strategy', 'blue-green', '--model-name', 'digits', '--weights', '90,10');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/broken');
	await run('abort', 'wisdom', '--yes', '--drain', '10ms');
	expect(configMap('wisdom-0-weight-config')?.metadata.annotations).toBeUndefined();
	expect(configMap('wisdom-1-weight-config')?.metadata.annotations).toEqual({'iter8.tools/weight': '0'});
});

test.each([true, false])('cleanup --all takes the weights too (a daemon leads: %s)', async hasDaemon => {
	const {run, cluster, isvc, configMap, route, service} = await rolledOut(hasDaemon);
	expect((await run('cleanup', 'wisdom', '--all', '--yes', '--drain', '10ms')).stdout).toBe(
		[
			'configmap/wisdom-routemap retired',
			'virtualservice.networking.istio.io/wisdom deleted',
			'service/wisdom deleted',
			'configmap/wisdom-0-weight-config deleted',
			'configmap/wisdom-1-weight-config deleted',
			'inferenceservice.serving.kserve.io/wisdom-0 deleted',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted',
			'finalizers released',
			'inferenceservice.serving.kserve.io/wisdom-0 is gone',
			'inferenceservice.serving.kserve.io/wisdom-1 is gone',
			'configmap/wisdom-routemap deleted',
			'',
		].join('\n'),
	);
	const left = ['wisdom-0-weight-config', 'wisdom-1-weight-config', 'wisdom-routemap'].map(configMap);
	expect([...left, isvc('wisdom-0'), isvc('wisdom-1'), route(), service('wisdom')]).toEqual(Array(7).fill(undefined));
	expect(cluster.calls).toContain('delete configmaps models/wisdom-1-weight-config');
});

test("promote, abort and cleanup work on Iter8's own blue-green, whose ConfigMaps come last", async () => {
	const {run, isvc, configMap} = await startRollout(
		[
			routemapConfigMap('wisdom-routemap', blueGreenSpec),
			primary(),
			weightConfig('wisdom-0-weight-config', '10'),
			weightConfig('wisdom-1-weight-config', '90'),
		],
		{hasDaemon: false},
	);
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	await run('promote', 'wisdom', '--yes', '--skip-test', '--drain', '10ms');
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/two', undefined]);
	expect(configMap('wisdom-1-weight-config')?.metadata.annotations).toEqual({'iter8.tools/weight': '0'});
	await run('cleanup', 'wisdom', '--yes', '--drain', '10ms');
	expect([configMap('wisdom-0-weight-config'), configMap('wisdom-1-weight-config')]).toEqual([undefined, undefined]);
	expect(isvc('wisdom-0')?.metadata.finalizers ?? []).toEqual([]);
});
