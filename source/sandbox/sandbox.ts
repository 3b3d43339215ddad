import {closeSync, openSync, rmSync, writeSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {WriteLine} from '../daemon/log.ts';
import {runDaemon} from '../daemon/run-daemon.ts';
import {keepHeapSmall} from '../daemon/small-heap.ts';
import {openTarget} from '../kube/target.ts';
import {httpRoutes, istioGateways, virtualServices} from '../objects/resource.ts';
import {lineWriter} from '../process/line-writer.ts';
import {createApiServer, type ApiServer} from './api/api-server.ts';
import type {Store} from './api/store.ts';
import {exampleApps, firstApp, firstModel} from './example-apps.ts';
import {startGateway, type SandboxGateway} from './gateway/gateway.ts';
import type {RouteSource} from './gateway/route-source.ts';
import {startKserve} from './kserve/controller.ts';
import type {SandboxMode} from './kserve/mode.ts';
import {podLog} from './kserve/pod-log.ts';
import {kserveWebhook} from './kserve/webhook.ts';
import {gatewayPod, meshNamespaces, meshObjects} from './mesh-objects.ts';
import {loadModel} from './models/model.ts';
import {sendTraffic} from './traffic.ts';

export interface SandboxOptions {
	/** Of the API server. @default a free one */
	readonly port?: number;
	/** How many apps there are from the start: the first, `wisdom`, has a primary alone, all others a candidate too. @default 1 */
	readonly apps?: number;
	/** How KServe runs models. @default 'Knative' */
	readonly mode?: SandboxMode;
	/** How long a model takes to load, in milliseconds. Those of the first apps are loaded. @default 2000 */
	readonly loadTimeMs?: number;
	/** After how long without a request a model with `minReplicas: 0` is scaled to zero, in milliseconds. @default 30 000 */
	readonly idleTimeMs?: number;
	/** Requests a second that are sent for the first app. @default 0 */
	readonly traffic?: number;
	/** Whether the daemon runs inside. @default true */
	readonly watch?: boolean;
	/** Told of what went wrong inside. */
	readonly complain?: (trouble: string) => void;
}

/** A cluster in this process: API server, KServe with its models, the mesh's gateway, and our daemon. */
export interface Sandbox {
	/** Readable by the user alone, and gone after `stop`. */
	readonly kubeconfigPath: string;
	/** Of the API server. */
	readonly url: string;
	/** Where requests for apps enter, by their Host header. */
	readonly gatewayUrl: string;
	/** Where `GET /stats` tells what each version answered. */
	readonly statsUrl: string;
	/** Ends everything, and leaves nothing behind. */
	stop(): Promise<void>;
}

/**
 * Starts a sandbox on loopback; resolves when its first apps' models serve. Several can run side by side. Rejects with the error
 * of `listen` when the port is in use.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const {
		apps = 1,
		mode = 'Knative',
		loadTimeMs = 2000,
		traffic = 0,
		watch = true,
		complain = () => undefined,
	} = options;
	const times = options.idleTimeMs === undefined ? {} : {idleDelay: options.idleTimeMs};
	keepHeapSmall();
	const parts = new Parts();
	try {
		let gateway: SandboxGateway | undefined;
		const api = parts.add(await startApi(options.port, mode, () => gateway));
		for (const object of [...meshObjects(mode), ...exampleApps(apps, mode)]) api.store.put(object);
		const kserve = await startKserve({store: api.store, mode, loadTimeMs, complain, times});
		parts.onStop(() => kserve.stop());
		// nobody has seen how it came to be
		api.store.history.compact(api.store.version);
		gateway = parts.add(await startGateway({routes: routeSource(api.store), addressOf: kserve.addressOf}));
		const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-sandbox-'));
		const removeNow = (): void => rmSync(folder, {recursive: true, force: true});
		process.once('exit', removeNow); // also when there was no time to stop
		parts.onStop(async () => {
			process.off('exit', removeNow);
			await rm(folder, {recursive: true});
		});
		const kubeconfigPath = join(folder, 'kubeconfig');
		await writeFile(kubeconfigPath, api.kubeconfig(), {mode: 0o600});
		if (watch) parts.onStop(startDaemon(kubeconfigPath, join(folder, 'daemon.log'), complain));
		const ending = new AbortController();
		parts.onStop(async () => ending.abort());
		const {features} = loadModel(firstModel);
		sendTraffic(gateway.address, `${firstApp}.default`, traffic, features, ending.signal);
		return {
			kubeconfigPath,
			url: api.url,
			gatewayUrl: `http://${gateway.address.host}:${gateway.address.port}`,
			statsUrl: `http://${gateway.adminAddress.host}:${gateway.adminAddress.port}/stats`,
			stop: () => parts.stop(),
		};
	} catch (error) {
		await parts.stop();
		throw error;
	}
}

/** What has been started, ended in the reverse order. */
class Parts {
	readonly #ends: (() => Promise<void>)[] = [];

	add<Part extends {close(): Promise<void>}>(part: Part): Part {
		this.onStop(() => part.close());
		return part;
	}

	onStop(end: () => Promise<void>): void {
		this.#ends.unshift(end);
	}

	async stop(): Promise<void> {
		for (const end of this.#ends.splice(0)) await end();
	}
}

function startApi(
	port: number | undefined,
	mode: SandboxMode,
	gateway: () => SandboxGateway | undefined,
): Promise<ApiServer> {
	return createApiServer({
		...(port === undefined ? {} : {port}),
		namespaces: meshNamespaces,
		webhook: kserveWebhook(mode),
		podLog,
		portForwardTarget(namespace, pod, wanted) {
			if (namespace !== gatewayPod.namespace || pod !== gatewayPod.name) return undefined;
			if (wanted === gatewayPod.statsPort) return gateway()?.adminAddress.port;
			return gatewayPod.ports.includes(wanted) ? gateway()?.address.port : undefined;
		},
	});
}

const routeKinds = [virtualServices, httpRoutes, istioGateways];
const routePlurals: ReadonlySet<string> = new Set(routeKinds.map(({plural}) => plural));

/** What of a store a gateway routes by. */
export function routeSource(store: Store): RouteSource {
	return {
		objects: () => routeKinds.flatMap(kind => store.list(kind).items),
		onChange: listener => store.onChange(({kind}) => routePlurals.has(kind.plural) && listener()),
	};
}

/** Runs the daemon for all namespaces of the sandbox, as a user of its kubeconfig like any other; returns how to end it. */
function startDaemon(kubeconfig: string, logFile: string, complain: (trouble: string) => void): () => Promise<void> {
	const ending = new AbortController();
	const log = openSync(logFile, 'w', 0o600);
	const writeLog = lineWriter(bytes => writeSync(log, bytes));
	const ended = watchAll(kubeconfig, writeLog, ending.signal).catch(error => {
		complain(`the daemon has ended: ${error instanceof Error ? error.message : String(error)}`);
	});
	return async () => {
		ending.abort();
		await ended;
		closeSync(log);
	};
}

async function watchAll(kubeconfig: string, writeLog: WriteLine, signal: AbortSignal): Promise<void> {
	const target = await openTarget({kubeconfig});
	const settings = {drainMs: 1000};
	await runDaemon({target, namespace: undefined, settings, writeLog, now: () => new Date(), signal});
}
