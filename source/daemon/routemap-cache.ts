import {isOverLimit} from '../gotemplate/limits.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import type {Reach} from '../ownership/reach.ts';
import {renderBudget, type Rendered} from '../routemap/assess/render.ts';
import {routemapBudget} from '../routemap/bounds.ts';
import {parseRoutemap, type Routemap} from '../routemap/routemap.ts';
import {PausedError, RoutemapBackoff} from './routemap-backoff.ts';

/** A routemap as the daemon knows it. */
export interface KnownRoutemap {
	/** The ConfigMap, e.g. to record events on. */
	readonly object: KubeObject;
	/** The last spec that could be parsed; undefined when none ever could. */
	readonly routemap: Routemap | undefined;
	/** Why the present spec cannot be parsed. */
	readonly error: Error | undefined;
	/** Milliseconds until the present spec may be read; what is said of it above is of the one before. */
	readonly waitMs: number;
}

/** Weight vectors whose routes are remembered, for each routemap. */
const rememberedVectors = 16;

/**
 * Routemaps by `NAMESPACE/NAME`, each parsed once a version; their routes are rendered once a weight vector. Those that cost much
 * have to wait for either.
 */
export class RoutemapCache {
	readonly #types: ResourceTypes;
	readonly #reach: Reach;
	readonly #known = new Map<string, KnownRoutemap>();
	readonly #rendered = new WeakMap<Routemap, Map<string, readonly Rendered[]>>();
	readonly #backoff: RoutemapBackoff;

	constructor(types: ResourceTypes, reach: Reach, monotonic = (): number => performance.now()) {
		this.#types = types;
		this.#reach = reach;
		this.#backoff = new RoutemapBackoff(monotonic);
	}

	get(key: string): KnownRoutemap | undefined {
		return this.#known.get(key);
	}

	keys(): IterableIterator<string> {
		return this.#known.keys();
	}

	/**
	 * Takes a new version of a routemap in. A spec that cannot be parsed, or not yet, leaves the last good one of the same routemap in
	 * force.
	 */
	set(object: KubeObject): KnownRoutemap {
		const key = namespacedName(object.metadata.namespace ?? '', object.metadata.name);
		const before = this.#known.get(key);
		if (before?.object === object) return before; // a resync
		return this.#read(key, object, before);
	}

	/** Reads a spec that had to wait; undefined when there is none any more. */
	readAgain(key: string): KnownRoutemap | undefined {
		const known = this.#known.get(key);
		return known && known.waitMs > 0 ? this.#read(key, known.object, known) : undefined;
	}

	delete(key: string): void {
		this.#known.delete(key);
		this.#backoff.forget(key);
	}

	/** `permittedRoutes`, remembered: a template depends on its routemap and the weights only. Throws PausedError when it has to wait. */
	render(routemap: Routemap, weights: readonly number[]): readonly Rendered[] {
		const byVector = this.#rendered.get(routemap) ?? new Map<string, readonly Rendered[]>();
		this.#rendered.set(routemap, byVector);
		const vector = weights.join(',');
		const remembered = byVector.get(vector);
		if (remembered) return remembered;
		const key = namespacedName(routemap.namespace, routemap.name);
		const waitMs = this.#backoff.waitMs(key);
		if (waitMs > 0) throw new PausedError(waitMs);
		const budget = renderBudget(routemap);
		const rendered = permittedRoutes(routemap, weights, this.#types, this.#reach, budget);
		this.#backoff.spent(key, budget.steps - routemap.steps, budget.isSpent);
		if (byVector.size >= rememberedVectors) byVector.clear();
		byVector.set(vector, rendered);
		return rendered;
	}

	#read(key: string, object: KubeObject, before: KnownRoutemap | undefined): KnownRoutemap {
		const lastGood = before?.routemap?.uid === object.metadata.uid ? before?.routemap : undefined;
		const waitMs = this.#backoff.waitMs(key);
		const known =
			waitMs > 0
				? {object, routemap: lastGood, error: before?.error, waitMs}
				: {object, waitMs, ...this.#parse(key, object, lastGood, before?.error)};
		this.#known.set(key, known);
		return known;
	}

	#parse(
		key: string,
		object: KubeObject,
		lastGood: Routemap | undefined,
		lastError: Error | undefined,
	): Pick<KnownRoutemap, 'routemap' | 'error'> {
		const budget = routemapBudget();
		try {
			const routemap = parseRoutemap(object, budget);
			this.#backoff.spent(key, budget.steps, false);
			return {routemap, error: undefined};
		} catch (thrown) {
			const isOver = isOverLimit(thrown);
			this.#backoff.spent(key, budget.steps, isOver);
			// Told once, however often it is rewritten.
			if (isOver && isOverLimit(lastError)) return {routemap: lastGood, error: lastError};
			return {routemap: lastGood, error: isOver ? slowedDown(thrown) : asError(thrown)};
		}
	}
}

function slowedDown(error: unknown): Error {
	return new Error(`${asError(error).message}; changes of it are read after a pause of up to 5 minutes`, {
		cause: error,
	});
}

function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}
