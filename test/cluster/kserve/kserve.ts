import {setTimeout as delay} from 'node:timers/promises';
import type {KubeObject} from '../../../source/objects/object.ts';
import {LiveServices} from '../../../source/sandbox/kserve/live-services.ts';
import type {KserveTimes, Surroundings} from '../../../source/sandbox/kserve/surroundings.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import type {MeshTestbed} from '../testbed/testbed.ts';
import type {ModelServer} from './model-server.ts';
import {PredictorCluster} from './predictor-cluster.ts';
import {ownLabel, ownLabelValue, routeKinds, routePath} from './routes.ts';

/** Times in milliseconds. */
export interface KserveOptions extends Partial<KserveTimes> {
	/** Where the servers of InferenceServices in Standard mode listen (`addLoopbackAddresses`); without it there are none. */
	readonly standardHost?: string;
}

/** A model server that runs now. */
export interface RunningRevision {
	/** Knative's name: `NAME-predictor-00001`. */
	readonly name: string;
	readonly storageUri: string;
	readonly pid: number;
	readonly port: number;
}

/** KServe in Knative and Standard mode as far as a cluster test needs it: real model servers, real routes, KServe's status. */
export interface Kserve {
	/** The running servers of an InferenceService, oldest revision first. */
	revisions(namespace: string, name: string): readonly RunningRevision[];
	/** Stops the controller and every server; leaves objects as they are. */
	stop(): Promise<void>;
}

/** Real KServe's delays are longer (progress deadline 600 s, scale-down 60 s) or vary (observing). */
const defaults: KserveTimes = {
	observeDelay: 100,
	readyDelay: 0,
	scaleDownDelay: 3000,
	idleDelay: 60_000,
	progressDeadline: 5000,
};

const inferenceServices = '/apis/serving.kserve.io/v1beta1/inferenceservices';

/** Starts the stand-in on a testbed, after clearing away the routes of one that ran there before. */
export async function startKserve(testbed: MeshTestbed, options: KserveOptions = {}): Promise<Kserve> {
	const {standardHost, ...times} = options;
	await removeStaleRoutes(testbed.api);
	return startController(testbed.api, new PredictorCluster(testbed, standardHost), times);
}

/** Follows the InferenceServices of a cluster and has their revisions served in some surroundings. */
export function startController(
	api: ApiClient,
	surroundings: Surroundings<ModelServer>,
	times: Partial<KserveTimes> = {},
): Kserve {
	const controller = new Controller(api, surroundings, times);
	const ended = controller.run();
	return {
		revisions: (namespace, name) => controller.running(namespace, name),
		async stop() {
			await controller.stop();
			await ended;
		},
	};
}

class Controller {
	readonly #api: ApiClient;
	readonly #live: LiveServices<ModelServer>;
	readonly #end = new AbortController();

	constructor(api: ApiClient, surroundings: Surroundings<ModelServer>, times: Partial<KserveTimes>) {
		this.#api = api;
		this.#live = new LiveServices(surroundings, {...defaults, ...times});
	}

	running(namespace: string, name: string): readonly RunningRevision[] {
		return (this.#live.find(namespace, name)?.running('predictor') ?? []).map(({revision, server}) => ({
			name: revision.name,
			storageUri: String(revision.template.storageUri),
			pid: server.pid,
			port: server.address.port,
		}));
	}

	/** Lists and watches until `stop`. */
	async run(): Promise<void> {
		while (!this.#end.signal.aborted) {
			try {
				await this.#follow(await this.#list());
			} catch (error) {
				if (this.#end.signal.aborted) return;
				console.error(`kserve stand-in: ${String(error)}`);
				await delay(200);
			}
		}
	}

	async stop(): Promise<void> {
		this.#end.abort();
		await this.#live.stop();
	}

	async #list(): Promise<string> {
		const list = (await this.#api.expect(inferenceServices)) as {
			readonly items: readonly KubeObject[];
			readonly metadata: {readonly resourceVersion: string};
		};
		// the items of a list do not name their own kind
		const kind = {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService'};
		this.#live.seeAll(list.items.map(item => ({...item, ...kind})));
		return list.metadata.resourceVersion;
	}

	async #follow(resourceVersion: string): Promise<void> {
		const path = `${inferenceServices}?watch=true&resourceVersion=${resourceVersion}`;
		for await (const event of this.#api.watch(path, this.#end.signal)) {
			const {type, object} = event as {readonly type: string; readonly object: KubeObject};
			if (type === 'ERROR') return;
			if (type === 'DELETED') this.#live.forget(object);
			else this.#live.see(object);
		}
	}
}

async function removeStaleRoutes(api: ApiClient): Promise<void> {
	const query = `labelSelector=${encodeURIComponent(`${ownLabel}=${ownLabelValue}`)}`;
	for (const kind of routeKinds) {
		const list = await api.expect(`/apis/networking.istio.io/v1beta1/${kind}?${query}`);
		const {items} = list as {readonly items: readonly KubeObject[]};
		for (const {metadata} of items) {
			await api.call(routePath(kind, metadata.namespace, metadata.name), {method: 'DELETE'});
		}
	}
}
