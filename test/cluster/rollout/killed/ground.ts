import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import type {KubeObject} from '../../../../source/objects/object.ts';
import {startController} from '../../kserve/kserve.ts';
import {PaperCluster} from '../../kserve/paper-cluster.ts';
import type {ApiClient} from '../../testbed/api-client.ts';
import {follow} from '../../testbed/follow.ts';
import {startTestbed, type Testbed} from '../../testbed/testbed.ts';
import {waitFor} from '../../testbed/wait.ts';
import {Daemon} from '../daemon.ts';
import {isReady} from '../routes.ts';
import {pluginEnvironment, type PluginRun} from '../stage.ts';
import {Door, type Moment} from './door.ts';
import {stateOf} from './state.ts';

const program = join(import.meta.dirname, '..', '..', '..', '..', 'dist', 'kubectl-iter8');

/** Namespaces: one whose daemon leads, one without, and one that a daemon of all looks after and that consents to no rollouts. */
const places = ['led', 'alone', 'silent'] as const;
export type Place = (typeof places)[number];

/** A real API server with KServe on paper, on which processes of the plugin run and are killed. */
export interface Ground {
	readonly testbed: Testbed;
	readonly kserve: PaperCluster;
	/** Runs `kubectl iter8 ARGS` to its end. */
	readonly iter8: (place: Place, ...args: readonly string[]) => Promise<PluginRun>;
	/** `iter8` that must succeed. */
	readonly expectIter8: (place: Place, ...args: readonly string[]) => Promise<PluginRun>;
	/** Starts the plugin and kills it, as `kill -9` does, when its moment has come. */
	readonly killAt: (place: Place, moment: Moment, args: readonly string[]) => Promise<void>;
	/** Starts the plugin and kills it when something has been seen. */
	readonly killWhen: (place: Place, seen: Promise<void>, args: readonly string[]) => Promise<void>;
	/** Resolves when an object at a path is seen, by a watch, as it is asked for. */
	readonly seen: (path: string, is: (object: KubeObject) => boolean) => Promise<void>;
	readonly stateOf: (place: Place, app: string) => Promise<unknown>;
	/** An InferenceService that serves, labelled v0. */
	readonly createPrimary: (place: Place, app: string) => Promise<void>;
	readonly stop: () => Promise<void>;
}

/**
 * Starts it.
 * @param lead Starts the daemon that leads, by default one of namespace `led` with all rights; resolves with what ends it.
 */
export async function startGround(lead: (testbed: Testbed) => Promise<Stoppable> = leadOne): Promise<Ground> {
	const testbed = await startTestbed();
	const {api} = testbed;
	const surroundings = new PaperCluster(api);
	const controller = startController(api, surroundings, {scaleDownDelay: 0});
	for (const place of places) await testbed.kubectl(['create', 'namespace', place]);
	const daemon = await lead(testbed);
	const iter8: Ground['iter8'] = async (place, ...args) => run([...args, '-n', place], testbed.kubeconfig);
	return {
		testbed,
		kserve: surroundings,
		iter8,
		async expectIter8(place, ...args) {
			const run = await iter8(place, ...args);
			if (run.code !== 0) throw new Error(`kubectl iter8 ${args.join(' ')} ended with ${run.code}: ${run.stderr}`);
			return run;
		},
		killAt: async (place, moment, args) => killAt(testbed, moment, [...args, '-n', place]),
		killWhen: async (place, moment, args) => kill(testbed.kubeconfig, moment, [...args, '-n', place]),
		seen: async (path, is) => seen(api, path, is),
		stateOf: async (place, app) => stateOf(api, place, app),
		createPrimary: async (place, app) => createPrimary(testbed, place, app),
		async stop() {
			await daemon.stop();
			await controller.stop();
			await testbed.stop();
		},
	};
}

interface Stoppable {
	stop(): Promise<unknown>;
}

async function leadOne(testbed: Testbed): Promise<Stoppable> {
	const daemon = startDaemon(testbed, testbed.kubeconfig, '-n', 'led');
	await waitFor('the daemon', async () => {
		return (await testbed.api.call('/apis/coordination.k8s.io/v1/namespaces/led/leases/kubectl-iter8')).code === 200;
	});
	return daemon;
}

/** Our daemon, by a kubeconfig. */
export function startDaemon(testbed: Testbed, kubeconfig: string, ...args: readonly string[]): Daemon {
	const daemon = new Daemon(testbed, program, pluginEnvironment(kubeconfig));
	daemon.start(...args);
	return daemon;
}

/** Without kubectl in front, which would take as long again to start. */
async function run(args: readonly string[], kubeconfig: string): Promise<PluginRun> {
	const child = spawn(program, args, {env: pluginEnvironment(kubeconfig), stdio: ['ignore', 'pipe', 'pipe']});
	const [stdout, stderr, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close') as Promise<[number | null]>,
	]);
	return {code, stdout, stderr};
}

/** The executable gives its own process to Node, so that it is Node that is killed. */
async function killAt(testbed: Testbed, moment: Moment, args: readonly string[]): Promise<void> {
	const door = await Door.open(testbed, moment);
	try {
		await kill(door.kubeconfig, door.reached, args);
	} finally {
		door.close();
	}
}

async function kill(kubeconfig: string, moment: Promise<void>, args: readonly string[]): Promise<void> {
	const child = spawn(program, args, {env: pluginEnvironment(kubeconfig), stdio: ['ignore', 'ignore', 'pipe']});
	const said = text(child.stderr);
	const ended = once(child, 'close') as Promise<[number | null]>;
	const isReached = await Promise.race([moment.then(() => true), ended.then(() => false)]);
	if (!isReached) throw new Error(`kubectl iter8 ${args.join(' ')} ended before its moment: ${await said}`);
	child.kill('SIGKILL');
	await ended;
}

async function seen(api: ApiClient, path: string, is: (object: KubeObject) => boolean): Promise<void> {
	const end = new AbortController();
	const changed = (object: KubeObject): void => {
		if (is(object)) end.abort();
	};
	await follow(api, path, end.signal, {changed, gone: () => undefined});
}

const labels = (app: string) => ({
	'app.kubernetes.io/name': app,
	'app.kubernetes.io/version': 'v0',
	'iter8.tools/watch': 'true',
});

async function createPrimary({api}: Testbed, namespace: string, app: string): Promise<void> {
	const path = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`;
	const body: KubeObject = {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name: `${app}-0`, namespace, labels: labels(app)},
		spec: {predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 's3://models/old'}}},
	};
	await api.expect(path, {method: 'POST', body});
	await waitFor(`${app}-0`, async () => isReady((await api.expect(`${path}/${app}-0`)) as KubeObject));
}
