import {setTimeout as delay} from 'node:timers/promises';
import type {KubeObject} from '../../objects/object.ts';
import {LoadError} from '../models/model.ts';
import {
	createRevision,
	latestReady,
	observeService,
	reconcileService,
	runningRevisions,
	setEnded,
	setPhase,
	setRouted,
	type PredictorService,
	type Revision,
} from './predictor-service.ts';
import {revisionTemplate} from './revision-template.ts';

/** A server that a predictor started. */
export interface RevisionServer {
	/** Ends it at once. */
	kill(): Promise<void>;
}

/** What a predictor does in the cluster, at the gateway and on this machine. */
export interface PredictorSurroundings<Server extends RevisionServer> {
	/** Puts KServe's finalizer on the object, or takes it off (`nextFinalizers`); the object as it is then. */
	reconcileFinalizer(object: KubeObject): Promise<KubeObject>;
	/**
	 * Writes status until it says all there is to say (`reconcileStatus`); the object as it is then. Without a service it is stopped.
	 */
	writeStatus(object: KubeObject, service: PredictorService | undefined, progressDeadline: number): Promise<KubeObject>;
	/**
	 * Loads a revision's model and serves it; `onFetched` is told once the model is there. Rejects with a LoadError when it does not
	 * load.
	 */
	startServer(object: KubeObject, revision: Revision, onFetched: () => void): Promise<Server>;
	/** Sends the predictor's traffic to a revision; resolves when the gateway does so. */
	route(object: KubeObject, revision: string, server: Server): Promise<void>;
	/** Waits until a revision that gets no more requests has answered those it got. */
	drain(object: KubeObject, revision: string, server: Server): Promise<void>;
	removeRoute(object: KubeObject): Promise<void>;
	/** Takes a revision's server out of the mesh. */
	removeServer(object: KubeObject, revision: string): Promise<void>;
	/** A step failed, and will be tried again. */
	complain(trouble: string): void;
}

/** A revision and its server, which runs now. */
interface RunningRevision<Server extends RevisionServer> {
	readonly revision: Revision;
	readonly server: Server;
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
export class Predictor<Server extends RevisionServer> {
	#object: KubeObject;
	#service: PredictorService | undefined;
	readonly #surroundings: PredictorSurroundings<Server>;
	readonly #times: PredictorTimes;
	readonly #servers = new Map<string, Server>();
	readonly #starting = new Set<string>();
	readonly #timers = new AbortController();
	#isStepping = false;
	#isDue = false;
	#trouble = '';

	constructor(object: KubeObject, surroundings: PredictorSurroundings<Server>, times: PredictorTimes) {
		this.#object = object;
		this.#surroundings = surroundings;
		this.#times = times;
	}

	get uid(): string | undefined {
		return this.#object.metadata.uid;
	}

	/** The running servers, oldest revision first. */
	get running(): readonly RunningRevision<Server>[] {
		return (this.#service?.revisions ?? []).flatMap(revision => {
			const server = this.#servers.get(revision.name);
			return server === undefined ? [] : [{revision, server}];
		});
	}

	/** The object was seen in this state. */
	see(object: KubeObject): void {
		this.#object = newer(this.#object, object);
		this.#wake();
	}

	/** The object is gone: so is everything of it, at once. */
	async remove(): Promise<void> {
		await Promise.all([this.stop(), this.#surroundings.removeRoute(this.#object)]);
		const revisions = this.#service?.revisions ?? [];
		await Promise.all(revisions.map(async ({name}) => this.#surroundings.removeServer(this.#object, name)));
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
		if (trouble !== this.#trouble) this.#surroundings.complain(`${this.#object.metadata.name}: ${trouble}`);
		this.#trouble = trouble;
	}

	async #step(): Promise<void> {
		this.#object = await this.#surroundings.reconcileFinalizer(this.#object);
		// KServe does nothing for an object that is being deleted: its servers run until it is gone
		if (this.#object.metadata.deletionTimestamp !== undefined) return;
		if (isStopped(this.#object)) return this.#rest();
		const {name, namespace = 'default'} = this.#object.metadata;
		await this.#become(reconcileService(this.#service, namespace, name, revisionTemplate(this.#object)));
		await this.#observe();
		await this.#scale();
		await this.#route();
	}

	/** Takes everything down but the object. */
	async #rest(): Promise<void> {
		const revisions = this.#service?.revisions ?? [];
		this.#service = undefined;
		await this.#surroundings.removeRoute(this.#object);
		for (const {name} of revisions) {
			await this.#surroundings.removeServer(this.#object, name);
			await this.#servers.get(name)?.kill();
			this.#servers.delete(name);
			this.#starting.delete(name);
		}

		this.#object = newer(this.#object, await this.#surroundings.writeStatus(this.#object, undefined, 0));
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
			await this.#surroundings.drain(this.#object, name, server);
			await this.#surroundings.removeServer(this.#object, name);
			await server.kill();
			this.#servers.delete(name);
			await this.#become(setEnded(this.#present(), name));
		}
	}

	async #serve(revision: Revision): Promise<void> {
		const outcome = await this.#load(revision);
		this.#starting.delete(revision.name);
		this.#advance(revision, outcome);
	}

	/** A revision got on, unless it has been taken down meanwhile. */
	#advance(revision: Revision, {phase, failure}: Pick<Revision, 'phase' | 'failure'>): void {
		if (!this.#isWanted(revision)) return;
		this.#service = setPhase(this.#present(), revision.name, phase, Date.now(), failure);
		this.#wake();
	}

	#isWanted({name, createdAt}: Revision): boolean {
		if (this.#timers.signal.aborted) return false;
		return this.#service?.revisions.some(each => each.name === name && each.createdAt === createdAt) ?? false;
	}

	async #load(revision: Revision): Promise<Pick<Revision, 'phase' | 'failure'>> {
		try {
			const onFetched = (): void => this.#advance(revision, {phase: 'starting'});
			const server = await this.#surroundings.startServer(this.#object, revision, onFetched);
			// the object may have gone, or been stopped, while its model was loading
			if (!this.#isWanted(revision)) await server.kill();
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
			await this.#surroundings.route(this.#object, ready.name, server);
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
		const written = await this.#surroundings.writeStatus(this.#object, this.#present(), this.#times.progressDeadline);
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

/** KServe since 0.16 takes down what this annotation stops (`constants.StopAnnotationKey`). */
function isStopped({metadata}: KubeObject): boolean {
	return metadata.annotations?.['serving.kserve.io/stop'] === 'true';
}

/** Writes and watch events cross; the higher resourceVersion is the later state. */
function newer(a: KubeObject, b: KubeObject): KubeObject {
	return BigInt(b.metadata.resourceVersion ?? 0) >= BigInt(a.metadata.resourceVersion ?? 0) ? b : a;
}
