import {setTimeout as delay} from 'node:timers/promises';
import type {KubeObject} from '../../../source/objects/object.ts';
import {
	createRevision,
	latestReady,
	observeService,
	reconcileService,
	runningRevisions,
	setPhase,
	setRouted,
	type PredictorService,
	type Revision,
} from '../../../source/sandbox/kserve/predictor-service.ts';
import {revisionTemplate} from '../../../source/sandbox/kserve/revision-template.ts';
import {LoadError, type ModelServer} from './model-server.ts';
import type {PredictorCluster} from './predictor-cluster.ts';

/** A model server that runs now. */
export interface RunningRevision {
	/** Knative's name: `NAME-predictor-00001`. */
	readonly name: string;
	readonly storageUri: string;
	readonly pid: number;
	readonly port: number;
}

/** Times in milliseconds. */
export interface PredictorTimes {
	/** From a change of the InferenceService to Knative's noticing it: until then the status is the old one. */
	readonly observeDelay: number;
	/** From a loaded model to its revision's readiness. */
	readonly readyDelay: number;
	/** From a revision's last traffic to the end of its server. */
	readonly scaleDownDelay: number;
	/** From a revision's creation to Knative's giving it up, when its model failed to load. */
	readonly progressDeadline: number;
}

/**
 * One InferenceService's predictor while the object exists: the Knative Service in memory, the servers of its revisions, their
 * route, and the status of it all. Every step looks at the present state only, one step at a time.
 */
export class Predictor {
	#object: KubeObject;
	#service: PredictorService | undefined;
	readonly #cluster: PredictorCluster;
	readonly #times: PredictorTimes;
	readonly #servers = new Map<string, ModelServer>();
	readonly #starting = new Set<string>();
	readonly #timers = new AbortController();
	#isStepping = false;
	#isDue = false;
	#trouble = '';

	constructor(object: KubeObject, cluster: PredictorCluster, times: PredictorTimes) {
		this.#object = object;
		this.#cluster = cluster;
		this.#times = times;
	}

	get uid(): string | undefined {
		return this.#object.metadata.uid;
	}

	/** The running servers, oldest revision first. */
	get running(): readonly RunningRevision[] {
		return (this.#service?.revisions ?? []).flatMap(({name, template}) => {
			const server = this.#servers.get(name);
			return server === undefined
				? []
				: [{name, storageUri: String(template.storageUri), pid: server.pid, port: server.address.port}];
		});
	}

	/** The object was seen in this state. */
	see(object: KubeObject): void {
		this.#object = newer(this.#object, object);
		this.#wake();
	}

	/** The object is gone: so is everything of it, at once. */
	async remove(): Promise<void> {
		await Promise.all([this.stop(), this.#cluster.removeRoute(this.#object)]);
		const revisions = this.#service?.revisions ?? [];
		await Promise.all(revisions.map(async ({name}) => this.#cluster.removeServer(this.#object, name)));
	}

	/** Kills the servers and leaves the objects. */
	async stop(): Promise<void> {
		this.#timers.abort();
		await Promise.all([...this.#servers.values()].map(async server => server.kill()));
		this.#servers.clear();
	}

	#wake(): void {
		this.#isDue = true;
		if (this.#isStepping || this.#timers.signal.aborted) return;
		void this.#steps();
	}

	async #steps(): Promise<void> {
		this.#isStepping = true;
		while (this.#isDue && !this.#timers.signal.aborted) {
			this.#isDue = false;
			try {
				await this.#step();
			} catch (error) {
				if (this.#timers.signal.aborted) break;
				this.#complain(String(error));
				this.#wakeAfter(200);
			}
		}

		this.#isStepping = false;
	}

	/** Once for each trouble, however often it is tried again. */
	#complain(trouble: string): void {
		if (trouble !== this.#trouble) console.error(`kserve stand-in: ${this.#object.metadata.name}: ${trouble}`);
		this.#trouble = trouble;
	}

	async #step(): Promise<void> {
		this.#object = await this.#cluster.reconcileFinalizer(this.#object);
		// KServe does nothing for an object that is being deleted: its servers run until it is gone
		if (this.#object.metadata.deletionTimestamp !== undefined) return;
		const {name, namespace = 'default'} = this.#object.metadata;
		await this.#become(reconcileService(this.#service, namespace, name, revisionTemplate(this.#object)));
		await this.#observe();
		await this.#scale();
		await this.#route();
	}

	async #observe(): Promise<void> {
		const service = this.#present();
		if (service.observedGeneration === service.generation) return;
		await delay(this.#times.observeDelay);
		await this.#become(observeService(this.#present()));
		await this.#become(createRevision(this.#present(), Date.now()));
		this.#wakeAfter(this.#times.progressDeadline);
	}

	/** Starts the servers that must run, and ends the others. */
	async #scale(): Promise<void> {
		const wanted = runningRevisions(this.#present(), Date.now(), this.#times.scaleDownDelay);
		for (const revision of wanted) {
			if (this.#servers.has(revision.name) || this.#starting.has(revision.name)) continue;
			this.#starting.add(revision.name);
			await this.#become(setPhase(this.#present(), revision.name, 'loading', Date.now()));
			void this.#serve(revision);
		}

		const names = new Set(wanted.map(({name}) => name));
		const unwanted = [...this.#servers].filter(([name]) => !names.has(name));
		for (const [name, server] of unwanted) {
			await this.#cluster.drain(this.#object, name, server.address);
			await this.#cluster.removeServer(this.#object, name);
			await server.kill();
			this.#servers.delete(name);
		}
	}

	async #serve(revision: Revision): Promise<void> {
		const outcome = await this.#load(revision);
		this.#starting.delete(revision.name);
		if (this.#timers.signal.aborted) return;
		const {phase, failure} = outcome;
		this.#service = setPhase(this.#present(), revision.name, phase, Date.now(), failure);
		this.#wake();
	}

	async #load(revision: Revision): Promise<Pick<Revision, 'phase' | 'failure'>> {
		try {
			const server = await this.#cluster.startServer(this.#object, revision);
			// the object may have gone while its model was loading
			if (this.#timers.signal.aborted) await server.kill();
			else this.#servers.set(revision.name, server);
			await delay(this.#times.readyDelay);
			return {phase: 'ready'};
		} catch (error) {
			const failure = error instanceof LoadError ? error.failure : {message: String(error), exitCode: 1};
			return {phase: 'failed', failure};
		}
	}

	/** Sends the traffic to the newest ready revision, and calls it routed when the gateway says so. */
	async #route(): Promise<void> {
		const ready = latestReady(this.#present());
		const server = this.#servers.get(ready?.name ?? '');
		if (ready !== undefined && server !== undefined && ready.name !== this.#present().routed) {
			await this.#writeStatus();
			await this.#cluster.route(this.#object, ready.name, server.address);
			await this.#become(setRouted(this.#present(), ready.name, Date.now()));
			this.#wakeAfter(this.#times.scaleDownDelay);
		}

		await this.#writeStatus();
	}

	async #become(service: PredictorService): Promise<void> {
		this.#service = service;
		await this.#writeStatus();
	}

	async #writeStatus(): Promise<void> {
		const written = await this.#cluster.writeStatus(this.#object, this.#present(), this.#times.progressDeadline);
		this.#object = newer(this.#object, written);
	}

	#present(): PredictorService {
		if (this.#service === undefined) throw new Error('no predictor yet');
		return this.#service;
	}

	#wakeAfter(milliseconds: number): void {
		const wait = delay(milliseconds + 1, undefined, {ref: false, signal: this.#timers.signal});
		wait.then(
			() => this.#wake(),
			() => undefined,
		);
	}
}

/** Writes and watch events cross; the higher resourceVersion is the later state. */
function newer(a: KubeObject, b: KubeObject): KubeObject {
	return BigInt(b.metadata.resourceVersion ?? 0) >= BigInt(a.metadata.resourceVersion ?? 0) ? b : a;
}
