import {setTimeout as delay} from 'node:timers/promises';
import {deploymentMode} from '../../kserve/deployment-mode.ts';
import {namespacedName, type KubeObject} from '../../objects/object.ts';
import {deployments, inferenceServices, services, virtualServices} from '../../objects/resource.ts';
import {predictorName} from '../../routing/reach.ts';
import type {Store} from '../api/store.ts';
import type {Address} from '../gateway/upstream.ts';
import {startModelServer, type ModelServer} from '../models/model-server.ts';
import {loadModel} from '../models/model.ts';
import {nextFinalizers} from './finalizer.ts';
import type {PredictorService, Revision} from './predictor-service.ts';
import type {PredictorSurroundings, PredictorTimes, RevisionServer} from './predictor.ts';
import {Predictors} from './predictors.ts';
import {namespaceOf, ownEntrance, predictorRoute, predictorRouteName, revisionHost} from './routes.ts';
import {deploymentStatus, predictorDeployment, predictorServiceObject} from './standard-objects.ts';
import {predictorHost, reconcileStandardStatus} from './standard-status.ts';
import {reconcileStatus, sameStatus, statusOf, stoppedStatus, type InferenceServiceStatus} from './status.ts';

/** How KServe runs the models that do not say it themselves. */
export type SandboxMode = 'Knative' | 'Standard';

interface KserveOptions {
	readonly store: Store;
	readonly mode: SandboxMode;
	/** How long a model takes to load, in milliseconds. */
	readonly loadTimeMs: number;
	/** Told of what went wrong. */
	readonly complain: (trouble: string) => void;
	/** @default those of the mode */
	readonly times?: PredictorTimes;
}

/** KServe and Knative in the sandbox. */
interface Kserve {
	/** Where the in-mesh host of a revision, or of a predictor in Standard mode, is served; undefined for every other host. */
	addressOf(host: string): Address | undefined;
	/** Ends the controller and every model server, and leaves objects as they are. */
	stop(): Promise<void>;
}

/**
 * Knative keeps an idle revision for a minute and gives a failing one up after ten; here the one takes long enough for the
 * requests under way, and the other long enough to be seen.
 */
const knativeTimes: PredictorTimes = {observeDelay: 20, readyDelay: 0, scaleDownDelay: 5000, progressDeadline: 30_000};

/** A Deployment ends an old pod as soon as the new one is ready; the pod answers what it was asked before. */
const standardTimes: PredictorTimes = {...knativeTimes, scaleDownDelay: 500};

/** Of a pod's load, the share in which its model is fetched; then its server starts. */
const fetching = 0.25;

/**
 * Serves the InferenceServices of a store from now on, as KServe does. Those that are there already are as in a
 * cluster that has run for a while: resolves when their models are loaded, which takes no time, and their last statuses stored.
 */
export async function startKserve(options: KserveOptions): Promise<Kserve> {
	const {store, mode, times = mode === 'Standard' ? standardTimes : knativeTimes} = options;
	const present = store.list(inferenceServices).items;
	const surroundings = new StoreSurroundings(options, present);
	const predictors = new Predictors(surroundings, times);
	for (const object of present) predictors.see(object);
	await surroundings.begin();
	const unsubscribe = store.onChange(({kind, before, after}) => {
		if (kind.plural !== inferenceServices.plural || kind.group !== inferenceServices.group) return;
		if (after !== undefined) predictors.see(after);
		else if (before !== undefined) predictors.forget(before);
	});
	predictors.seeAll(store.list(inferenceServices).items);
	return {
		addressOf: host => surroundings.addresses.get(host),
		async stop() {
			unsubscribe();
			await predictors.stop();
		},
	};
}

/** What predictors do in the sandbox: objects in the store, model servers in this process. */
class StoreSurroundings implements PredictorSurroundings<RevisionServer> {
	/** Where each host is served. */
	readonly addresses = new Map<string, Address>();
	readonly complain: (trouble: string) => void;
	readonly #store: Store;
	readonly #loadTimeMs: number;
	readonly #mode: SandboxMode;
	readonly #servers = new Map<string, ModelServer>();
	/** Before the beginning: the objects with the statuses that are not stored yet, and those of them that still load, by uid. */
	readonly #early = new Map<string, KubeObject>();
	readonly #loading: Set<string>;
	readonly #begun = Promise.withResolvers<void>();
	#hasBegun: boolean;

	constructor({store, mode, loadTimeMs, complain}: KserveOptions, present: readonly KubeObject[]) {
		this.#store = store;
		this.#mode = mode;
		this.#loadTimeMs = loadTimeMs;
		this.complain = complain;
		this.#loading = new Set(present.map(({metadata}) => String(metadata.uid)));
		this.#hasBegun = present.length === 0;
	}

	/** Resolves when all that was there from the start has been loaded, or has failed to; from then on all is stored at once. */
	async begin(): Promise<void> {
		if (!this.#hasBegun) await this.#begun.promise;
		this.#hasBegun = true;
		for (const object of this.#early.values()) {
			const {namespace, name} = object.metadata;
			this.#store.setStatus(inferenceServices, namespace, name, object['status']);
		}

		this.#early.clear();
	}

	async reconcileFinalizer(object: KubeObject): Promise<KubeObject> {
		const finalizers = nextFinalizers(object);
		const live = this.#live(object);
		if (finalizers === undefined || live === undefined) return object;
		return this.#store.put({...live, metadata: {...live.metadata, finalizers}});
	}

	async writeStatus(
		object: KubeObject,
		service: PredictorService | undefined,
		progressDeadline: number,
	): Promise<KubeObject> {
		let present = this.#hasBegun ? this.#live(object) : object;
		if (present && service && this.#isStandard(object)) this.#writeDeployment(object, service);
		while (present !== undefined) {
			const status = this.#nextStatus(present, service, progressDeadline);
			if (sameStatus(statusOf(present), status)) return present;
			present = this.#storeStatus(present, status);
		}

		return object;
	}

	#nextStatus(
		object: KubeObject,
		service: PredictorService | undefined,
		progressDeadline: number,
	): InferenceServiceStatus {
		const now = this.#store.now.getTime();
		if (service === undefined) return stoppedStatus(object, this.#isStandard(object) ? 'Standard' : 'Knative', now);
		return this.#isStandard(object)
			? reconcileStandardStatus(object, service, now)
			: reconcileStatus(object, service, now, progressDeadline);
	}

	#isStandard(object: KubeObject): boolean {
		return (deploymentMode({...object, status: {}}) ?? this.#mode) === 'Standard';
	}

	#writeDeployment(object: KubeObject, service: PredictorService): void {
		const wanted = predictorDeployment(object, service);
		const live = this.#store.get(deployments, wanted.metadata.namespace, wanted.metadata.name);
		// with the status that it has, or watchers would see it vanish for a moment
		const {metadata} = this.#store.put({...wanted, ...(live && {status: live['status']})}, 'controller');
		const status = deploymentStatus(service, metadata.generation ?? 1);
		this.#store.setStatus(deployments, metadata.namespace, metadata.name, status);
	}

	async startServer(object: KubeObject, {name, template}: Revision, onFetched: () => void): Promise<RevisionServer> {
		const wait = async (share: number): Promise<void> => {
			if (this.#hasBegun) await delay(this.#loadTimeMs * share, undefined, {ref: false});
		};
		await wait(fetching);
		const model = loadModel(template.storageUri);
		onFetched();
		await wait(1 - fetching);
		const server = await startModelServer({server: name, model, name: object.metadata.name});
		this.#servers.set(namespacedName(namespaceOf(object), name), server);
		return {kill: async () => server.close()};
	}

	async route(object: KubeObject, revision: string): Promise<void> {
		const namespace = namespaceOf(object);
		const server = this.#servers.get(namespacedName(namespace, revision));
		if (this.#isStandard(object)) {
			if (server !== undefined) this.addresses.set(predictorHost(object), server.address);
			this.#store.put(predictorServiceObject(object), 'controller');
			return;
		}

		if (server !== undefined) this.addresses.set(revisionHost(namespace, revision), server.address);
		this.#store.put(predictorRoute(object, revision), 'controller');
		for (const entrance of ownEntrance(object)) this.#store.put(entrance, 'controller');
	}

	/** A revision without traffic runs on for much longer than any answer takes. */
	async drain(): Promise<void> {}

	async removeRoute(object: KubeObject): Promise<void> {
		const {name} = object.metadata;
		if (this.#isStandard(object)) {
			this.addresses.delete(predictorHost(object));
			this.#store.remove(services, namespaceOf(object), predictorName(name));
			this.#store.remove(deployments, namespaceOf(object), predictorName(name));
			return;
		}

		this.#store.remove(virtualServices, namespaceOf(object), predictorRouteName(name));
		this.#store.remove(virtualServices, namespaceOf(object), name);
		this.#store.remove(services, namespaceOf(object), name);
	}

	async removeServer(object: KubeObject, revision: string): Promise<void> {
		const namespace = namespaceOf(object);
		this.addresses.delete(revisionHost(namespace, revision));
		this.#servers.delete(namespacedName(namespace, revision));
	}

	#storeStatus(object: KubeObject, status: InferenceServiceStatus): KubeObject {
		const {namespace, name, uid} = object.metadata;
		if (this.#hasBegun) return this.#store.setStatus(inferenceServices, namespace, name, status);
		const early = {...object, status};
		this.#early.set(String(uid), early);
		if (isSettled(status)) this.#loading.delete(String(uid));
		if (this.#loading.size === 0) this.#begun.resolve();
		return early;
	}

	/** The same object as it is now; undefined when it is gone. */
	#live({metadata}: KubeObject): KubeObject | undefined {
		const live = this.#store.get(inferenceServices, metadata.namespace, metadata.name);
		return live?.metadata.uid === metadata.uid ? live : undefined;
	}
}

function isSettled({modelStatus}: InferenceServiceStatus): boolean {
	const transition = modelStatus?.transitionStatus;
	return transition === 'UpToDate' || transition === 'BlockedByFailedLoad' || transition === '';
}
