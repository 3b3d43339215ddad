import {setTimeout as delay} from 'node:timers/promises';
import {LoadError} from '../models/model.ts';
import type {Component, ComponentName} from './component.ts';
import type {Owner} from './owner.ts';
import type {Revision} from './revision.ts';
import {namespaceOf, revisionHost} from './routes.ts';
import type {RevisionServer} from './surroundings.ts';

/** What became of a revision's server. */
export type Progress = Pick<Revision, 'phase' | 'failure'>;

/** The servers of a component's revisions: starts them, ends them, and lets them sleep while nobody asks. */
export class RevisionServers<Server extends RevisionServer> {
	readonly #name: ComponentName;
	readonly #owner: Owner<Server>;
	readonly #onProgress: (revision: string, progress: Progress) => void;
	readonly #servers = new Map<string, Server>();
	readonly #starting = new Set<string>();
	#isGone = false;

	/** @param onProgress Told of each change of a revision's phase. */
	constructor(name: ComponentName, owner: Owner<Server>, onProgress: (revision: string, progress: Progress) => void) {
		this.#name = name;
		this.#owner = owner;
		this.#onProgress = onProgress;
	}

	get component(): Component {
		return {object: this.#owner.object, component: this.#name};
	}

	/** Revisions whose servers run. */
	get running(): readonly string[] {
		return [...this.#servers.keys()];
	}

	/** A revision's server, while it runs. */
	get(revision: string): Server | undefined {
		return this.#servers.get(revision);
	}

	/** Whether a revision's server runs, or is about to. */
	has(revision: string): boolean {
		return this.#servers.has(revision) || this.#starting.has(revision);
	}

	start(revision: Revision): void {
		this.#starting.add(revision.name);
		this.#onProgress(revision.name, {phase: 'loading'});
		void this.#serve(revision);
	}

	/** Ends a revision's server once it has answered what it was asked; whether there was one. */
	async end(revision: string): Promise<boolean> {
		const {surroundings} = this.#owner;
		const server = this.#servers.get(revision);
		if (server === undefined) return false;
		await surroundings.drain(this.component, revision, server);
		await surroundings.removeServer(this.component, revision);
		await server.kill();
		this.#servers.delete(revision);
		return true;
	}

	/** Kills all, and starts no more. */
	async stop(): Promise<void> {
		this.#isGone = true;
		await Promise.all([...this.#servers.values()].map(async server => server.kill()));
		this.#servers.clear();
	}

	async #serve(revision: Revision): Promise<void> {
		const outcome = await this.#load(revision);
		this.#starting.delete(revision.name);
		this.#advance(revision, outcome);
		this.#sleepWhenIdle(revision);
	}

	async #load(revision: Revision): Promise<Progress> {
		const {surroundings, times} = this.#owner;
		try {
			const onFetched = (): void => this.#advance(revision, {phase: 'starting'});
			const server = await surroundings.startServer(this.component, revision, onFetched);
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

	#advance({name}: Revision, progress: Progress): void {
		if (this.#isGone) return;
		this.#onProgress(name, progress);
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
			this.start(revision);
			this.#owner.wake();
		});
		this.#servers.delete(name);
		this.#onProgress(name, {phase: 'asleep'});
		void server.kill();
	}
}
