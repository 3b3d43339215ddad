import {setTimeout as delay} from 'node:timers/promises';
import {namespacedName, type KubeObject} from '../../../source/objects/object.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import type {MeshTestbed} from '../testbed/testbed.ts';
import {PredictorCluster} from './predictor-cluster.ts';
import {Predictor, type PredictorTimes, type RunningRevision} from './predictor.ts';
import {namespaceOf, ownLabel, ownLabelValue, routeKinds, routePath} from './routes.ts';

export type {RunningRevision} from './predictor.ts';

/** Times in milliseconds. */
export type KserveOptions = Partial<PredictorTimes>;

/** KServe in Knative mode as far as a cluster test needs it: real model servers, real routes, KServe's status. */
export interface Kserve {
	/** The running servers of an InferenceService, oldest revision first. */
	revisions(namespace: string, name: string): readonly RunningRevision[];
	/** Stops the controller and every server; leaves objects as they are. */
	stop(): Promise<void>;
}

/** Real KServe's delays are longer (progress deadline 600 s, scale-down 60 s) or vary (observing). */
const defaults: PredictorTimes = {observeDelay: 100, readyDelay: 0, scaleDownDelay: 3000, progressDeadline: 5000};

const inferenceServices = '/apis/serving.kserve.io/v1beta1/inferenceservices';

/** Starts the stand-in on a testbed, after clearing away the routes of one that ran there before. */
export async function startKserve(testbed: MeshTestbed, options: KserveOptions = {}): Promise<Kserve> {
	await removeStaleRoutes(testbed.api);
	const controller = new Controller(testbed, {...defaults, ...options});
	const ended = controller.run();
	return {
		revisions: (namespace, name) => controller.predictor(namespace, name)?.running ?? [],
		async stop() {
			await controller.stop();
			await ended;
		},
	};
}

class Controller {
	readonly #api: ApiClient;
	readonly #cluster: PredictorCluster;
	readonly #times: PredictorTimes;
	readonly #predictors = new Map<string, Predictor>();
	readonly #end = new AbortController();

	constructor(testbed: MeshTestbed, times: PredictorTimes) {
		this.#api = testbed.api;
		this.#cluster = new PredictorCluster(testbed);
		this.#times = times;
	}

	predictor(namespace: string, name: string): Predictor | undefined {
		return this.#predictors.get(namespacedName(namespace, name));
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
		await Promise.all([...this.#predictors.values()].map(async predictor => predictor.stop()));
	}

	async #list(): Promise<string> {
		const list = (await this.#api.expect(inferenceServices)) as {
			readonly items: readonly KubeObject[];
			readonly metadata: {readonly resourceVersion: string};
		};
		const present = new Set(list.items.map(keyOf));
		for (const key of this.#predictors.keys()) if (!present.has(key)) this.#forget(key);
		// the items of a list do not name their own kind
		for (const item of list.items)
			this.#see({...item, apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService'});
		return list.metadata.resourceVersion;
	}

	async #follow(resourceVersion: string): Promise<void> {
		const path = `${inferenceServices}?watch=true&resourceVersion=${resourceVersion}`;
		for await (const event of this.#api.watch(path, this.#end.signal)) {
			const {type, object} = event as {readonly type: string; readonly object: KubeObject};
			if (type === 'ERROR') return;
			if (type === 'DELETED') this.#forget(keyOf(object));
			else this.#see(object);
		}
	}

	#see(object: KubeObject): void {
		const key = keyOf(object);
		const known = this.#predictors.get(key);
		if (known?.uid === object.metadata.uid) {
			known?.see(object);
			return;
		}

		if (known !== undefined) this.#forget(key);
		const predictor = new Predictor(object, this.#cluster, this.#times);
		this.#predictors.set(key, predictor);
		predictor.see(object);
	}

	#forget(key: string): void {
		const predictor = this.#predictors.get(key);
		this.#predictors.delete(key);
		predictor?.remove().catch(error => console.error(`kserve stand-in: ${key}: ${String(error)}`));
	}
}

function keyOf(object: KubeObject): string {
	return namespacedName(namespaceOf(object), object.metadata.name);
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
