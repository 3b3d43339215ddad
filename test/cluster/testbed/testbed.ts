import {rm} from 'node:fs/promises';
import type {ApiClient} from './api-client.ts';
import {build} from './build.ts';
import {programs} from './cache.ts';
import {startControlPlane, type Tokens} from './control-plane.ts';
import {startMesh, type Mesh} from './mesh.ts';
import {Processes} from './processes.ts';
import {makeRunFolder} from './run-folder.ts';

export interface TestbedOptions {
	/** Also start istiod, Envoy as istio-ingressgateway, and the kubelet stand-in. @default false */
	readonly mesh?: boolean;
}

/** A running control plane: etcd, kube-apiserver and kube-controller-manager on free loopback ports. */
export interface Testbed {
	/** Path of the kubeconfig of user `admin`. */
	readonly kubeconfig: string;
	/** Path of the kubeconfig of user `viewer`, who has no rights but what RBAC gives. */
	readonly viewerKubeconfig: string;
	/** Path of the kubeconfig of user `daemon`, who has no rights but what RBAC gives. */
	readonly daemonKubeconfig: string;
	/** URL of the API server. */
	readonly server: string;
	readonly tokens: Tokens;
	/** Path of the `kubectl` that the testbed uses. */
	readonly kubectlPath: string;
	/** Talks to the API server as `admin`, without the code under test. */
	readonly api: ApiClient;
	/** Folder with logs, certificates and settings of this run; gone after `stop`. */
	readonly runDir: string;
	/** What the testbed and its guests run in the background, ended by `stop`. */
	readonly processes: Processes;
	/** Process ids by program name. */
	readonly pids: Readonly<Record<string, number>>;
	/** Runs kubectl as `admin` to its end and returns its stdout. Rejects, with its stderr, when it fails. */
	readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
	/** Ends everything that the testbed started, and removes its folder. */
	stop(): Promise<void>;
}

/** A control plane with a mesh in front of it. */
export interface MeshTestbed extends Testbed, Mesh {}

/** Builds what is missing (see `build.ts`), and starts an empty cluster. Several can run side by side. */
export async function startTestbed(options: TestbedOptions & {readonly mesh: true}): Promise<MeshTestbed>;
export async function startTestbed(options?: TestbedOptions): Promise<Testbed>;
export async function startTestbed({mesh = false}: TestbedOptions = {}): Promise<Testbed> {
	await build(mesh ? undefined : ['control-plane']);
	const runDir = await makeRunFolder();
	const processes = new Processes(runDir);
	try {
		return await startParts(runDir, processes, mesh);
	} catch (error) {
		await processes.stop();
		throw new Error(`the testbed did not start; its logs are in ${runDir}`, {cause: error});
	}
}

async function startParts(runDir: string, processes: Processes, mesh: boolean): Promise<Testbed> {
	const plane = await startControlPlane(runDir, processes);
	const {kubeconfigs, server, tokens, api, kubectl} = plane;
	return {
		kubeconfig: kubeconfigs.admin,
		viewerKubeconfig: kubeconfigs.viewer,
		daemonKubeconfig: kubeconfigs.daemon,
		server,
		tokens,
		kubectlPath: programs.kubectl,
		api,
		runDir,
		processes,
		get pids() {
			return processes.pids;
		},
		kubectl,
		async stop() {
			api.close();
			await processes.stop();
			await rm(runDir, {recursive: true, force: true});
		},
		...(mesh ? await startMesh(runDir, processes, plane) : {}),
	};
}
