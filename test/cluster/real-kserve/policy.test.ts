import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {conditionOf, isTrue} from '../../../source/objects/condition.ts';
import {canarySpec} from '../../helpers/app-objects.ts';
import {installRouter, type Router} from '../rights/router.ts';
import {Daemon} from '../rollout/daemon.ts';
import {pluginEnvironment} from '../rollout/stage.ts';
import {inferenceService as tutorial} from '../rollout/tutorial-yaml.ts';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {modes} from './inference-service.ts';

const ours = 'iter8.tools/finalizer';
const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'kubectl-iter8');

let cluster: Cluster;
let router: Router;
let daemon: Daemon;
beforeAll(async () => {
	cluster = await Cluster.start();
	router = await installRouter(cluster.testbed, 'default');
	daemon = new Daemon(cluster.testbed, program, pluginEnvironment(router.kubeconfig));
	daemon.start('-n', 'default', '--drain', '100ms', '--resync', '2s');
}, 600_000);
afterAll(async () => {
	await daemon?.stop();
	router?.api.close();
	await cluster?.stop();
});

async function kubectl(args: readonly string[], input?: string): Promise<string> {
	return cluster.testbed.kubectl(args, input);
}

async function finalizersOf(name: string): Promise<readonly string[] | undefined> {
	return (await cluster.read(name))?.metadata.finalizers;
}

async function applyModel(name: string, mode: 'Knative' | 'Standard'): Promise<void> {
	await kubectl(['apply', '-f', '-'], tutorial(name, 'v0', 'digits-lr', mode));
	await waitFor(
		`${name} to be ready`,
		async () => {
			const object = await cluster.read(name);
			return object !== undefined && isTrue(conditionOf(object, 'Ready'));
		},
		180_000,
		200,
	);
}

async function applyRoutemap(): Promise<void> {
	const metadata = {name: 'wisdom-routemap', namespace: 'default', labels: {'iter8.tools/kind': 'routemap'}};
	const strSpec = canarySpec.replaceAll('models', 'default');
	await kubectl(['apply', '-f', '-'], JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {strSpec}}));
}

test.each(modes)(
	"in %s mode, with KServe's own webhooks in front and the policy in force, our finalizer goes on a model and off again",
	async mode => {
		await applyRoutemap();
		await applyModel('wisdom-0', mode);
		await waitFor('the finalizer', async () => (await finalizersOf('wisdom-0'))?.includes(ours) ?? false, 30_000);
		await kubectl(['delete', 'inferenceservice', 'wisdom-0', '--timeout=60s']);
		expect(await cluster.read('wisdom-0')).toBeUndefined();
		await kubectl(['delete', 'configmap', 'wisdom-routemap']);
	},
	600_000,
);

test("while KServe's webhook is down a departure waits and says why, and ends when it is back", async () => {
	await applyRoutemap();
	await applyModel('wisdom-0', 'Knative');
	await waitFor('the finalizer', async () => (await finalizersOf('wisdom-0'))?.includes(ours) ?? false, 30_000);
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
		daemon
			.log()
			.map(line => JSON.stringify(line))
			.join('\n');
	await waitFor('the daemon to say why', async () => /wisdom-0.*failed calling webhook/.test(said()), 60_000);
	expect(await finalizersOf('wisdom-0')).toContain(ours);
	await kubectl(['scale', ...manager, '--replicas=1']);
	await waitFor('the end of wisdom-0', async () => (await cluster.read('wisdom-0')) === undefined, 120_000);
}, 600_000);
