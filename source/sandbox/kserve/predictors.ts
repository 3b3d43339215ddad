import {namespacedName, type KubeObject} from '../../objects/object.ts';
import {Predictor, type PredictorSurroundings, type PredictorTimes, type RevisionServer} from './predictor.ts';
import {namespaceOf} from './routes.ts';

/** The predictors of all InferenceServices that exist; whoever watches them tells it what it sees. */
export class Predictors<Server extends RevisionServer> {
	readonly #surroundings: PredictorSurroundings<Server>;
	readonly #times: PredictorTimes;
	readonly #byKey = new Map<string, Predictor<Server>>();

	constructor(surroundings: PredictorSurroundings<Server>, times: PredictorTimes) {
		this.#surroundings = surroundings;
		this.#times = times;
	}

	find(namespace: string, name: string): Predictor<Server> | undefined {
		return this.#byKey.get(namespacedName(namespace, name));
	}

	/** An InferenceService was seen in this state. */
	see(object: KubeObject): void {
		const key = keyOf(object);
		const known = this.#byKey.get(key);
		if (known?.uid === object.metadata.uid) {
			known?.see(object);
			return;
		}

		if (known !== undefined) this.#forget(key);
		const predictor = new Predictor(object, this.#surroundings, this.#times);
		this.#byKey.set(key, predictor);
		predictor.see(object);
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
		await Promise.all([...this.#byKey.values()].map(async predictor => predictor.stop()));
	}

	#forget(key: string): void {
		const predictor = this.#byKey.get(key);
		this.#byKey.delete(key);
		predictor?.remove().catch(error => this.#surroundings.complain(`${key}: ${String(error)}`));
	}
}

function keyOf(object: KubeObject): string {
	return namespacedName(namespaceOf(object), object.metadata.name);
}
