import {setTimeout as delay} from 'node:timers/promises';
import {openTarget} from '../../source/kube/target.ts';
import type {Cluster} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {cleanEnvironment} from '../helpers/built-plugin.ts';
import {keys, openPty, type Pty} from '../helpers/pty/pty.ts';
import {runVerb} from '../sandbox/run-verb.ts';
import {runsOf, type Run} from './cells.ts';

export const size = {columns: 120, rows: 26};

/** How long the models of the scene take to load, in milliseconds: long enough to be seen loading. */
const loadTimeMs = 2000;

/** Requests a second to the chosen app, so that there are numbers. */
const traffic = 50;

/** A few apps as they are in the middle of rollouts, on a sandbox; the TUI of a built plugin shows them. */
export async function playScene(folder: string): Promise<readonly (readonly Run[])[]> {
	const sandbox = await startSandbox({loadTimeMs, traffic});
	try {
		const {cluster} = await openTarget({kubeconfig: sandbox.kubeconfigPath});
		await deploy(cluster, 'owl-0', 'v3', 'sandbox://iris/v1');
		await deploy(cluster, 'sage-0', 'v1', 'sandbox://digits/v1');
		await deploy(cluster, 'fox-0', 'v7', 'sandbox://iris/v1');
		await deploy(cluster, 'wisdom-1', 'v1', 'sandbox://digits/v2');
		await deploy(cluster, 'sage-1', 'v2', 'sandbox://digits/v9');
		for (const app of ['owl', 'sage', 'fox']) {
			await runVerb(sandbox.kubeconfigPath, ['init', app, '--app-type', 'kserve-knative', '--mesh', 'istio']);
		}

		const argv = ['tui', '--kubeconfig', sandbox.kubeconfigPath];
		const pty = await openPty('kubectl-iter8', argv, {...size, env: cleanEnvironment(folder)});
		try {
			await play(pty, cluster);
			return runsOf(pty.terminal);
		} finally {
			await pty.close();
		}
	} finally {
		await sandbox.stop();
	}
}

async function play(pty: Pty, cluster: Cluster): Promise<void> {
	await pty.until(/wisdom +✔ candidate ready/, 20_000);
	await pty.until(/sage +✖ candidate failed/, 20_000);
	await pty.until(/owl +✔ stable/, 20_000);
	await pty.until(/fox +✔ stable/, 20_000);
	pty.press('G');
	await pty.until('▸ wisdom');
	await nextSecond();
	await sendTest(pty);
	// What just happened leaves the bottom line to the keys.
	await pty.until(' e explain ');
	await deploy(cluster, 'fox-1', 'v8', 'sandbox://iris/v2');
	await pty.until(/fox +◌ candidate loading/);
	await pty.until(/wisdom-1 .* \d\S*\/s +0 % +\d\S* ms[^]*p95 for 10 min/, 20_000);
}

/** Of an event only the second is known: what is done in the same one would stand now above it, now below. */
async function nextSecond(): Promise<void> {
	await delay(1000 - (Date.now() % 1000));
}

/** Asks both versions by keys, so that a candidate has numbers, too. */
async function sendTest(pty: Pty): Promise<void> {
	pty.press('t');
	await pty.until('Send a test to wisdom');
	pty.press(keys.enter);
	await pty.until('▸[ Cancel ]');
	pty.press(keys.tab);
	await pty.until('▸[ Go ahead ]');
	pty.press(keys.enter);
	await pty.until('✔ done in');
	pty.press(keys.escape);
	await pty.until('┌ Apps ');
}

function deploy(cluster: Cluster, name: string, version: string, storageUri: string): Promise<KubeObject> {
	return cluster.create(inferenceServices, {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {
			name,
			namespace: 'default',
			labels: {
				'app.kubernetes.io/name': name.replace(/-\d$/, ''),
				'app.kubernetes.io/version': version,
				'iter8.tools/watch': 'true',
			},
		},
		spec: {
			predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, runtime: 'kserve-mlserver', storageUri}},
		},
	});
}
