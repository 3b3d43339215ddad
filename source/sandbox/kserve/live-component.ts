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
	type ComponentService,
	type Revision,
} from './component-service.ts';
import type {Component, ComponentName} from './component.ts';
import {revisionTemplate} from './revision-template.ts';
import {namespaceOf, revisionHost} from './routes.ts';
import type {KserveTimes, RevisionServer, Surroundings} from './surroundings.ts';

/** The InferenceService of a component, as its component sees it. */
export interface Owner<Server extends RevisionServer> {
	/** As it was last seen. */
	readonly object: KubeObject;
	readonly surroundings: Surroundings<Server>;
	readonly times: KserveTimes;
	/** Writes the status. */
	report(): Promise<void>;
	/** Something has come about by itself: looks at all of it once more. */
	wake(): void;
	/** Does something later, unless all has ended by then. */
	after(milliseconds: number, act: () => void): void;
}

/** A revision and its server, which runs now. */
export interface RunningRevision<Server extends RevisionServer> {
	readonly revision: Revision;
	readonly server: Server;
}

/** One component of an InferenceService while it exists: the Knative Service in memory, the servers of its revisions, their route. */
export class LiveComponent<Server extends RevisionServer> {
	readonly #name: ComponentName;
	readonly #owner: Owner<Server>;
	readonly #servers = new Map<string, Server>();
	readonly #starting = new Set<string>();
	#service: ComponentService;
	#isGone = false;

	constructor(name: ComponentName, owner: Owner<Server>) {
		this.#name = name;
		this.#owner = owner;
		this.#service = this.#reconciled(undefined);
	}

	get service(): ComponentService {
		return this.#service;
	}

	/** The running servers, oldest revision first. */
	get running(): readonly RunningRevision<Server>[] {
		return this.#service.revisions.flatMap(revision => {
			const server = this.#servers.get(revision.name);
			return server === undefined ? [] : [{revision, server}];
		});
	}

	/** Gives the service the present spec; whether Knative has that still to see. */
	reconcile(): boolean {
		this.#service = this.#reconciled(this.#service);
		return this.#service.observedGeneration !== this.#service.generation;
	}

	observe(): void {
		this.#service = observeService(this.#service);
	}

	createRevision(): void {
		this.#service = createRevision(this.#service, Date.now());
	}

	/** Starts the servers that must run, and ends the others. */
	async scale(): Promise<void> {
		const wanted = runningRevisions(this.#service, Date.now(), this.#owner.times.scaleDownDelay);
		for (const revision of wanted) {
			if (this.#servers.has(revision.name) || this.#starting.has(revision.name)) continue;
			this.#start(revision);
			await this.#owner.report();
		}

		const names = new Set(wanted.map(({name}) => name));
		for (const name of this.#servers.keys()) if (!names.has(name)) await this.#end(name);
	}

	/** Sends the traffic to the newest ready revision, and calls it routed when the gateway says so. */
	async route(): Promise<void> {
		const ready = latestReady(this.#service);
		const server = this.#servers.get(ready?.name ?? '');
		if (ready === undefined || server === undefined || ready.name === this.#service.routed) return;
		await this.#owner.report();
		await this.#owner.surroundings.route(this.#component, ready.name, server);
		this.#service = setRouted(this.#service, ready.name, Date.now());
		this.#owner.after(this.#owner.times.scaleDownDelay, () => this.#owner.wake());
	}

	/** It is no longer wanted: all of it goes. */
	async remove(): Promise<void> {
		const {surroundings} = this.#owner;
		await surroundings.removeRoute(this.#component);
		await this.stop();
		for (const {name} of this.#service.revisions) await surroundings.removeServer(this.#component, name);
	}

	/** Kills the servers, starts no more, and leaves the objects. */
	async stop(): Promise<void> {
		this.#isGone = true;
		await Promise.all([...this.#servers.values()].map(async server => server.kill()));
		this.#servers.clear();
	}

	get #component(): Component {
		return {object: this.#owner.object, component: this.#name};
	}

	#reconciled(service: ComponentService | undefined): ComponentService {
		const {object} = this.#owner;
		const template = revisionTemplate(object, this.#name);
		return reconcileService(service, namespaceOf(object), object.metadata.name, this.#name, template);
	}

	#start(revision: Revision): void {
		this.#starting.add(revision.name);
		this.#service = setPhase(this.#service, revision.name, 'loading', Date.now());
		void this.#serve(revision);
	}

	async #serve(revision: Revision): Promise<void> {
		const outcome = await this.#load(revision);
		this.#starting.delete(revision.name);
		this.#advance(revision, outcome);
		this.#sleepWhenIdle(revision);
	}

	async #load(revision: Revision): Promise<Pick<Revision, 'phase' | 'failure'>> {
		const {surroundings, times} = this.#owner;
		try {
			const onFetched = (): void => this.#advance(revision, {phase: 'starting'});
			const server = await surroundings.startServer(this.#component, revision, onFetched);
			// it may have gone while its model was loading
			if (this.#isGone) await server.kill();
			else this.#servers.set(revision.name, server);
			await delay(times.readyDelay);
			return {phase: 'ready'};
		} catch (error) {
			const failure = error instanceof LoadError ? error.failure : {message: String(error), exitCode: 1};
			return {phase: 'failed', failure};
		}
	}

	#advance({name}: Revision, {phase, failure}: Pick<Revision, 'phase' | 'failure'>): void {
		if (this.#isGone) return;
		this.#service = setPhase(this.#service, name, phase, Date.now(), failure);
		this.#owner.wake();
	}

	/**
	 * Ends the server of a revision that may go without one, as soon as nobody has asked it for a while. Of that no status tells:
	 * nothing has KServe look at it (recorded traces).
	 */
	#sleepWhenIdle(revision: Revision): void {
		const {object, surroundings, times} = this.#owner;
		const {name, template} = revision;
		const activator = template.mayScaleToZero ? surroundings.activatorOf?.(object) : undefined;
		const server = this.#servers.get(name);
		if (activator === undefined || server === undefined) return;
		const host = revisionHost(namespaceOf(object), name);
		const remaining = times.idleDelay - activator.idleFor(host);
		if (remaining > 0) {
			this.#owner.after(remaining, () => this.#sleepWhenIdle(revision));
			return;
		}

		activator.hold(host, () => {
			this.#start(revision);
			this.#owner.wake();
		});
		this.#servers.delete(name);
		this.#service = setPhase(this.#service, name, 'asleep', Date.now());
		void server.kill();
	}

	async #end(name: string): Promise<void> {
		const {surroundings} = this.#owner;
		const server = this.#servers.get(name);
		if (server === undefined) return;
		await surroundings.drain(this.#component, name, server);
		await surroundings.removeServer(this.#component, name);
		await server.kill();
		this.#servers.delete(name);
		this.#service = setEnded(this.#service, name);
		await this.#owner.report();
	}
}
