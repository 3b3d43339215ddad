import {setTimeout as delay} from 'node:timers/promises';
import {isStopped} from '../../kserve/stopped.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {ComponentServices} from './component-service.ts';
import {componentNames, type ComponentName} from './component.ts';
import {LiveComponent} from './live-component.ts';
import type {Owner, RunningRevision} from './owner.ts';
import {StepLoop} from './step-loop.ts';
import type {KserveTimes, RevisionServer, Surroundings} from './surroundings.ts';

/**
 * One InferenceService while the object exists: its components, and the status of it all. Every step looks at the present state
 * only, one step at a time.
 */
export class LiveService<Server extends RevisionServer> implements Owner<Server> {
	readonly surroundings: Surroundings<Server>;
	readonly times: KserveTimes;
	#object: KubeObject;
	/** Those that are asked for; none while it is stopped. */
	readonly #components = new Map<ComponentName, LiveComponent<Server>>();
	readonly #loop: StepLoop;

	constructor(object: KubeObject, surroundings: Surroundings<Server>, times: KserveTimes) {
		this.#object = object;
		this.surroundings = surroundings;
		this.times = times;
		this.#loop = new StepLoop({
			step: async () => this.#step(),
			complain: trouble => this.surroundings.complain(`${this.#object.metadata.name}: ${trouble}`),
		});
	}

	get object(): KubeObject {
		return this.#object;
	}

	/** The running servers of a component, oldest revision first. */
	running(component: ComponentName): readonly RunningRevision<Server>[] {
		return this.#components.get(component)?.running ?? [];
	}

	/** The object was seen in this state. */
	see(object: KubeObject): void {
		this.#object = newer(this.#object, object);
		this.wake();
	}

	/** The object is gone: so is everything of it, at once. */
	async remove(): Promise<void> {
		this.#loop.end();
		await this.#remove([...this.#components.keys()]);
	}

	/** Kills the servers and leaves the objects. */
	async stop(): Promise<void> {
		this.#loop.end();
		await Promise.all([...this.#components.values()].map(async component => component.stop()));
	}

	wake(): void {
		this.#loop.wake();
	}

	after(milliseconds: number, act: () => void): void {
		this.#loop.after(milliseconds, act);
	}

	async report(): Promise<void> {
		const {progressDeadline} = this.times;
		const written = await this.surroundings.writeStatus(this.#object, this.#services(), progressDeadline);
		this.#object = newer(this.#object, written);
	}

	async #step(): Promise<void> {
		this.#object = await this.surroundings.reconcileFinalizer(this.#object);
		// KServe does nothing for an object that is being deleted: its servers run until it is gone
		if (this.#object.metadata.deletionTimestamp !== undefined) return;
		if (isStopped(this.#object)) {
			await this.#remove([...this.#components.keys()]);
			return this.report();
		}

		const names = componentNames(this.#object);
		await this.#remove([...this.#components.keys()].filter(name => !names.includes(name)));
		const components = names.map(name => this.#componentOf(name));
		await this.#reconcile(components);
		for (const component of components) await component.scale();
		for (const component of components) await component.route();
		await this.report();
	}

	/** Gives its components the present spec. All changes of one spec are seen, and told, together. */
	async #reconcile(components: readonly LiveComponent<Server>[]): Promise<void> {
		const changed = components.filter(component => component.reconcile());
		await this.report();
		if (changed.length === 0) return;
		await delay(this.times.observeDelay);
		for (const component of changed) component.observe();
		await this.report();
		for (const component of changed) component.createRevision();
		await this.report();
		this.after(this.times.progressDeadline, () => this.wake());
	}

	#componentOf(name: ComponentName): LiveComponent<Server> {
		const component = this.#components.get(name) ?? new LiveComponent(name, this);
		this.#components.set(name, component);
		return component;
	}

	#services(): ComponentServices | undefined {
		const [predictor, transformer] = [this.#components.get('predictor'), this.#components.get('transformer')];
		return predictor && {predictor: predictor.service, ...(transformer && {transformer: transformer.service})};
	}

	/** Takes these components down. */
	async #remove(names: readonly ComponentName[]): Promise<void> {
		const removed = names.flatMap(name => this.#components.get(name) ?? []);
		for (const name of names) this.#components.delete(name);
		await Promise.all(removed.map(async component => component.remove()));
	}
}

/** Writes and watch events cross; the higher resourceVersion is the later state. */
function newer(a: KubeObject, b: KubeObject): KubeObject {
	return BigInt(b.metadata.resourceVersion ?? 0) >= BigInt(a.metadata.resourceVersion ?? 0) ? b : a;
}
