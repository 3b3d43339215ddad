import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {delimiter, dirname, join} from 'node:path';
import {text} from 'node:stream/consumers';
import type {KubeObject} from '../../../source/objects/object.ts';
import {startKserve, type Kserve} from '../kserve/kserve.ts';
import {startLoad, type Load, type LoadOptions} from '../load/load.ts';
import type {Address} from '../testbed/address.ts';
import {startTestbed, type MeshTestbed, type Testbed} from '../testbed/testbed.ts';
import {Daemon} from './daemon.ts';
import {appVersionOf} from './one-request.ts';

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');

/** What a run of the plugin came to. */
export interface PluginRun {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

interface Stoppable {
	stop(): Promise<void>;
}

/** A testbed with KServe on it, our daemon for one namespace, and the plugin as a user calls it. */
export interface Stage<Served extends Stoppable = Kserve> {
	readonly testbed: MeshTestbed;
	readonly kserve: Served;
	readonly daemon: Daemon;
	/** Runs `kubectl iter8 ARGS` as admin to its end. */
	readonly iter8: (...args: readonly string[]) => Promise<PluginRun>;
	/** `iter8` that must succeed; its stdout. */
	readonly expectIter8: (...args: readonly string[]) => Promise<string>;
	/** An object of the cluster, or undefined. */
	readonly read: (path: string) => Promise<KubeObject | undefined>;
	/** At most 200 requests a second for wisdom.default, every second one with `traffic: test`. */
	readonly startLoad: (phase: string) => Promise<Load>;
	/** The `app-version` of one answer through the gateway. */
	readonly answeredBy: (headers?: Readonly<Record<string, string>>) => Promise<string>;
	readonly stop: () => Promise<void>;
}

/** Environment in which `kubectl iter8` finds the built plugin and Node. */
export function pluginEnvironment(kubeconfig: string): NodeJS.ProcessEnv {
	const path = [dist, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
	return {...process.env, PATH: path, KUBECONFIG: kubeconfig, NO_COLOR: '1'};
}

/** Runs the plugin through kubectl. */
export async function runPlugin(
	testbed: Testbed,
	args: readonly string[],
	kubeconfig = testbed.kubeconfig,
): Promise<PluginRun> {
	const child = spawn(testbed.kubectlPath, ['iter8', ...args], {
		env: pluginEnvironment(kubeconfig),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const [stdout, stderr, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close') as Promise<[number | null]>,
	]);
	return {code, stdout, stderr};
}

/** What sends requests to an entrance of the mesh. */
export function clientsAt(
	{envoyAdmin}: MeshTestbed,
	gateway: Address,
	load: Partial<LoadOptions> = {},
): Pick<Stage, 'startLoad' | 'answeredBy'> {
	return {
		startLoad: phase => startLoad({...load, gateway, host: 'wisdom.default', phase, envoyAdmin}),
		answeredBy: async (headers = {}) => appVersionOf(gateway.host, gateway.port, headers),
	};
}

/** With our stand-in for KServe. */
export async function startStage(): Promise<Stage> {
	return startStageWith(startKserve);
}

/** With what is started for KServe. */
export async function startStageWith<Served extends Stoppable>(
	start: (testbed: MeshTestbed) => Promise<Served>,
): Promise<Stage<Served>> {
	const testbed = await startTestbed({mesh: true});
	return stageOn(testbed, await start(testbed));
}

/** On what runs already, which ends with the stage. */
export function stageOn<Served extends Stoppable>(testbed: MeshTestbed, kserve: Served): Stage<Served> {
	const daemon = new Daemon(testbed, join(dist, 'kubectl-iter8'), pluginEnvironment(testbed.kubeconfig));
	const iter8 = (...args: readonly string[]): Promise<PluginRun> => runPlugin(testbed, args);
	return {
		testbed,
		kserve,
		daemon,
		iter8,
		async expectIter8(...args) {
			const run = await iter8(...args);
			if (run.code !== 0) throw new Error(`kubectl iter8 ${args.join(' ')} ended with ${run.code}: ${run.stderr}`);
			return run.stdout;
		},
		async read(path) {
			const {code, body} = await testbed.api.call(path);
			return code === 200 ? (body as KubeObject) : undefined;
		},
		...clientsAt(testbed, testbed.gateway),
		async stop() {
			await daemon.stop();
			await kserve.stop();
			await testbed.stop();
		},
	};
}
