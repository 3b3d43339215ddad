import {afterAll, beforeAll, expect, test} from 'vitest';
import {inferenceService as tutorial} from '../rollout/tutorial-yaml.ts';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {modes, type Mode} from './inference-service.ts';
import {applyRoutemap, hasFinalizer, startRouter, untilReady} from './watched-app.ts';

let cluster: Cluster;
let router: Awaited<ReturnType<typeof startRouter>>;
beforeAll(async () => {
	cluster = await Cluster.start();
	router = await startRouter(cluster);
}, 600_000);
afterAll(async () => {
	await router?.stop();
	await cluster?.stop();
});

async function kubectl(args: readonly string[], input?: string): Promise<string> {
	return cluster.testbed.kubectl(args, input);
}

async function applyModel(mode: Mode): Promise<void> {
	await kubectl(['apply', '-f', '-'], tutorial('wisdom-0', 'v0', 'digits-lr', mode));
	await untilReady(cluster, 'wisdom-0');
}

test.each(modes)(
	"in %s mode, with KServe's own webhooks in front and the policy in force, our finalizer goes on a model and off again",
	async mode => {
		await applyRoutemap(cluster);
		await applyModel(mode);
		await waitFor('the finalizer', async () => hasFinalizer(cluster, 'wisdom-0'), 30_000);
		await kubectl(['delete', 'inferenceservice', 'wisdom-0', '--timeout=60s']);
		expect(await cluster.read('wisdom-0')).toBeUndefined();
		await kubectl(['delete', 'configmap', 'wisdom-routemap']);
	},
	600_000,
);

test("while KServe's webhook is down a departure waits and says why, and ends when it is back", async () => {
	await applyRoutemap(cluster);
	await applyModel('Knative');
	await waitFor('the finalizer', async () => hasFinalizer(cluster, 'wisdom-0'), 30_000);
	const manager = ['deployment', 'kserve-controller-manager', '-n', 'kserve'];
	await kubectl(['scale', ...manager, '--replicas=0']);
	await kubectl([
		'wait',
		'--for=delete',
		'pod',
		'-l',
		'control-plane=kserve-controller-manager',
		'-n',
		'kserve',
		'--timeout=60s',
	]);
	await kubectl(['delete', 'inferenceservice', 'wisdom-0', '--wait=false']);
	const said = (): string =>
		router.daemon
			.log()
			.map(line => JSON.stringify(line))
			.join('\n');
	await waitFor('the daemon to say why', async () => /wisdom-0.*failed calling webhook/.test(said()), 60_000);
	expect(await hasFinalizer(cluster, 'wisdom-0')).toBe(true);
	await kubectl(['scale', ...manager, '--replicas=1']);
	await waitFor('the end of wisdom-0', async () => (await cluster.read('wisdom-0')) === undefined, 120_000);
}, 600_000);
