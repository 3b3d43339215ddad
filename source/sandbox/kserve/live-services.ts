import {namespacedName, type KubeObject} from '../../objects/object.ts';
import {LiveService} from './live-service.ts';
import {namespaceOf} from './routes.ts';
import type {KserveTimes, RevisionServer, Surroundings} from './surroundings.ts';

/** All InferenceServices that exist; whoever watches them tells it what it sees. */
export class LiveServices<Server extends RevisionServer> {
	readonly #surroundings: Surroundings<Server>;
	readonly #times: KserveTimes;
	readonly #byKey = new Map<string, LiveService<Server>>();

	constructor(surroundings: Surroundings<Server>, times: KserveTimes) {
		this.#surroundings = surroundings;
		this.#times = times;
	}

	find(namespace: string, name: string): LiveService<Server> | undefined {
		return this.#byKey.get(namespacedName(namespace, name));
	}

	/** An InferenceService was seen in this state. */
	see(object: KubeObject): void {
		const key = keyOf(object);
		const known = this.#byKey.get(key);
		if (known?.object.metadata.uid === object.metadata.uid) {
			known?.see(object);
			return;
		}

		if (known !== undefined) this.#forget(key);
		const service = new LiveService(object, this.#surroundings, this.#times);
		this.#byKey.set(key, service);
		service.see(object);
	}

	/** An InferenceService is gone. */
	forget(object: KubeObject): void {
		this.#forget(keyOf(object));
	}

	/** These and no others exist now. */
	seeAll(objects: readonly KubeObject[]): void {
		const present = new Set(objects.map(keyOf));
		for (const key of this.#byKey.keys()) if (!present.has(key)) this.#forget(key);
		for (const object of objects) this.see(object);
	}

	/** Kills every server, and leaves objects as they are. */
	async stop(): Promise<void> {
		await Promise.all([...this.#byKey.values()].map(async service => service.stop()));
	}

	#forget(key: string): void {
		const service = this.#byKey.get(key);
		this.#byKey.delete(key);
		service?.remove().catch(error => this.#surroundings.complain(`${key}: ${String(error)}`));
	}
}

function keyOf(object: KubeObject): string {
	return namespacedName(namespaceOf(object), object.metadata.name);
}
