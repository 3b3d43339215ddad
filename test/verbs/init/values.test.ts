import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {chartObjects, inNamespace} from '../../../source/charts/chart-objects.ts';
import {fieldAt, listAt, type KubeObject} from '../../../source/objects/object.ts';
import {primary, startRollout, writesOf, type Rollout} from '../rollout.ts';

/** Runs init on a values file with this text, which errors call FILE. */
async function initFrom({run}: Rollout, text: string, ...argv: readonly string[]) {
	const folder = mkdtempSync(join(tmpdir(), 'values-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const file = join(folder, 'values.yaml');
	writeFileSync(file, text);
	return run('init', '-f', file, ...argv);
}

const candidate = primary({name: 'wisdom-1'});
const canary = 'appType: kserve\nappName: wisdom\naction: initialize\nstrategy: canary\n';
const blueGreen = 'appType: kserve\nappName: wisdom\naction: initialize\nstrategy: blue-green\n';
const modified =
	'appType: kserve\nappName: wisdom\naction: modify-weights\nstrategy: blue-green\nappVersions: [{weight: 20}, {weight: 80}]\n';

/** The weights of the route's second pass, whose destinations all are the gateway. */
function weightsOf(route: KubeObject | undefined): readonly unknown[] {
	const rules = listAt(route, 'spec', 'http');
	return listAt(rules.at(-1), 'route').map(destination => fieldAt(destination, 'weight'));
}

test("a values file of Iter8's chart is set up with exactly its objects", async () => {
	const rollout = await startRollout([primary()], {hasDaemon: false});
	expect((await initFrom(rollout, canary)).stdout).toBe(
		'service/wisdom created\nconfigmap/wisdom-routemap created\nvirtualservice.networking.istio.io/wisdom created\n',
	);
	const wanted = inNamespace(chartObjects(canary, {namespace: 'models'}), 'models');
	const [spec, data] = ['Service', 'ConfigMap'].map(kind => wanted.find(object => object.kind === kind));
	expect(rollout.service('wisdom')?.['spec']).toEqual(spec?.['spec']);
	expect(rollout.configMap('wisdom-routemap')?.['data']).toEqual(data?.['data']);
});

test('what Helm made of the same values is adopted, whatever its text', async () => {
	const objects = inNamespace(chartObjects(canary, {namespace: 'models'}), 'models').map(object => {
		const text = fieldAt(object, 'data', 'strSpec');
		return typeof text === 'string' ? {...object, data: {strSpec: `# by Helm\n${text}`}} : object;
	});
	const rollout = await startRollout([primary(), ...objects], {hasDaemon: false});
	rollout.cluster.forgetCalls();
	expect((await initFrom(rollout, canary, 'wisdom')).stdout).toBe(
		'service/wisdom unchanged\nconfigmap/wisdom-routemap unchanged\nvirtualservice.networking.istio.io/wisdom unchanged\n',
	);
	expect(writesOf(rollout.cluster)).toEqual([]);
});

test.each([
	[
		canary.replace('canary', 'blue-green'),
		'configmap/wisdom-routemap exists and is of the strategy canary, not blue-green: remove it first',
	],
	[
		`${canary}appVersions: [{}, {match: [{headers: {traffic: {exact: beta}}}]}]\n`,
		'configmap/wisdom-routemap exists and makes other routes than these: remove it first',
	],
])('other values for an app that is set up are refused before anything is changed: %#', async (text, message) => {
	const rollout = await startRollout([primary()], {hasDaemon: false});
	await initFrom(rollout, canary);
	rollout.cluster.forgetCalls();
	await expect(initFrom(rollout, text)).rejects.toThrow(message);
	expect(writesOf(rollout.cluster)).toEqual([]);
});

test.each([true, false])(
	'modify-weights changes the weights, and the route follows (a daemon leads: %s)',
	async hasDaemon => {
		const rollout = await startRollout([primary(), candidate], {hasDaemon});
		const {cluster, route, configMap} = rollout;
		await initFrom(rollout, blueGreen);
		cluster.forgetCalls();
		expect((await initFrom(rollout, modified, '--dry-run')).stdout).toBe(
			'configmap/wisdom-1-weight-config annotated (dry run)\nconfigmap/wisdom-0-weight-config annotated (dry run)\n',
		);
		expect(writesOf(cluster)).toEqual([]);
		expect((await initFrom(rollout, modified)).stdout).toBe(
			[
				'configmap/wisdom-1-weight-config annotated',
				'configmap/wisdom-0-weight-config annotated',
				'wisdom is routed by wisdom-0: 20, wisdom-1: 80',
				'',
			].join('\n'),
		);
		expect(weightsOf(route())).toEqual([20, 80]);
		expect((await initFrom(rollout, modified.replace('{weight: 20}', '{}'))).stdout).toBe(
			[
				'configmap/wisdom-0-weight-config annotated',
				'configmap/wisdom-1-weight-config unchanged',
				'wisdom is routed by wisdom-0: 50, wisdom-1: 80',
				'',
			].join('\n'),
		);
		expect(configMap('wisdom-0-weight-config')?.metadata.annotations ?? {}).toEqual({});
		expect(weightsOf(route())).toEqual([50, 80]);
	},
);

const released = (versions: string): string =>
	`environment: kserve\napplication:\n  metadata: {name: wisdom}\n  strategy: blue-green\n  modelFormat: sklearn\n  runtime: kserve-mlserver\n  versions:\n${versions}`;
const one = '  - {storageUri: gs://models/one, weight: 90}\n';
const two = '  - {storageUri: gs://models/two, weight: 10}\n';

test.each([true, false])(
	"the chart release's values grow by a version, and change weights (a daemon leads: %s)",
	async hasDaemon => {
		const rollout = await startRollout([], {hasDaemon});
		const {cluster, route} = rollout;
		expect((await initFrom(rollout, released(one))).stdout).toBe(
			[
				'inferenceservice.serving.kserve.io/wisdom-0 created',
				'service/wisdom created',
				'configmap/wisdom-0-weight-config created',
				'configmap/wisdom-routemap created',
				'virtualservice.networking.istio.io/wisdom created',
				'',
			].join('\n'),
		);
		const {stdout} = await initFrom(rollout, released(`${one}${two}`));
		expect(stdout).toBe(
			[
				'inferenceservice.serving.kserve.io/wisdom-0 unchanged',
				'inferenceservice.serving.kserve.io/wisdom-1 created',
				'service/wisdom unchanged',
				'configmap/wisdom-0-weight-config unchanged',
				'configmap/wisdom-1-weight-config created',
				'configmap/wisdom-routemap configured',
				'virtualservice.networking.istio.io/wisdom configured',
				'',
			].join('\n'),
		);
		await initFrom(rollout, released(`${one}${two}`));
		await expect.poll(() => weightsOf(route())).toEqual([90, 10]);
		const third = await initFrom(rollout, released(`${one}${two}`).replace('10', '30').replace('two', 'three'));
		expect(third.stdout).toContain('inferenceservice.serving.kserve.io/wisdom-1 unchanged\n');
		expect(third.stdout).toContain('configmap/wisdom-1-weight-config configured\n');
		expect(third.stderr).toContain(
			'Warning: inferenceservice.serving.kserve.io/wisdom-1 stays as it is, though the values file says otherwise\n',
		);
		expect(weightsOf(route())).toEqual([90, 30]);
		cluster.forgetCalls();
		await expect(initFrom(rollout, released(one))).rejects.toThrow(
			'configmap/wisdom-routemap exists and has other versions',
		);
		expect(writesOf(cluster)).toEqual([]);
	},
);

test.each([
	[canary, ['--strategy', 'canary', '--gateway', 'a/b'], '-f says all of an app: leave out --strategy, --gateway'],
	[canary, ['other'], 'the values file is for wisdom, not for other'],
	[modified, ['other'], 'the values file is for wisdom, not for other'],
	[`${canary}stratgy: x\n`, [], /\/values\.yaml: unknown key stratgy; did you mean strategy\?$/],
	[modified, [], 'no app wisdom in namespace models: set up its routing with "kubectl iter8 init wisdom -n models"'],
])('a values file that does not fit is refused before anything is changed: %#', async (text, argv, message) => {
	const rollout = await startRollout([primary()], {hasDaemon: false});
	rollout.cluster.forgetCalls();
	await expect(initFrom(rollout, text, ...argv)).rejects.toThrow(message);
	expect(writesOf(rollout.cluster)).toEqual([]);
});
