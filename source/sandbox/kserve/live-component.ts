import {
	createRevision,
	observeService,
	reconcileService,
	setEnded,
	setPhase,
	setRouted,
	type ComponentService,
} from './component-service.ts';
import type {ComponentName} from './component.ts';
import type {Owner, RunningRevision} from './owner.ts';
import {RevisionServers} from './revision-servers.ts';
import {revisionTemplate} from './revision-template.ts';
import {latestReady, runningRevisions} from './revision.ts';
import {namespaceOf} from './routes.ts';
import type {RevisionServer} from './surroundings.ts';

/** One component of an InferenceService while it exists: the Knative Service in memory, the servers of its revisions, their route. */
export class LiveComponent<Server extends RevisionServer> {
	readonly #name: ComponentName;
	readonly #owner: Owner<Server>;
	readonly #servers: RevisionServers<Server>;
	#service: ComponentService;

	constructor(name: ComponentName, owner: Owner<Server>) {
		this.#name = name;
		this.#owner = owner;
		this.#service = this.#reconciled(undefined);
		this.#servers = new RevisionServers(name, owner, (revision, {phase, failure}) => {
			this.#service = setPhase(this.#service, revision, phase, Date.now(), failure);
		});
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
			if (this.#servers.has(revision.name)) continue;
			this.#servers.start(revision);
			await this.#owner.report();
		}

		const names = new Set(wanted.map(({name}) => name));
		for (const name of this.#servers.running.filter(each => !names.has(each))) {
			if (!(await this.#servers.end(name))) continue;
			this.#service = setEnded(this.#service, name);
			await this.#owner.report();
		}
	}

	/** Sends the traffic to the newest ready revision, and calls it routed when the gateway says so. */
	async route(): Promise<void> {
		const ready = latestReady(this.#service);
		const server = this.#servers.get(ready?.name ?? '');
		if (ready === undefined || server === undefined || ready.name === this.#service.routed) return;
		await this.#owner.report();
		await this.#owner.surroundings.route(this.#servers.component, ready.name, server);
		this.#service = setRouted(this.#service, ready.name, Date.now());
		this.#owner.after(this.#owner.times.scaleDownDelay, () => this.#owner.wake());
	}

	/** It is no longer wanted: all of it goes. */
	async remove(): Promise<void> {
		const {surroundings} = this.#owner;
		await surroundings.removeRoute(this.#servers.component);
		await this.stop();
		for (const {name} of this.#service.revisions) await surroundings.removeServer(this.#servers.component, name);
	}

	/** Kills the servers, starts no more, and leaves the objects. */
	async stop(): Promise<void> {
		await this.#servers.stop();
	}

	#reconciled(service: ComponentService | undefined): ComponentService {
		const {object} = this.#owner;
		const template = revisionTemplate(object, this.#name);
		return reconcileService(service, namespaceOf(object), object.metadata.name, this.#name, template);
	}
}
