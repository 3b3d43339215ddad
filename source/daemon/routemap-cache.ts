import {namespacedName, type KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import type {Reach} from '../ownership/reach.ts';
import type {Rendered} from '../routemap/assess/render.ts';
import {parseRoutemap, type Routemap} from '../routemap/routemap.ts';

/** A routemap as the daemon knows it. */
interface KnownRoutemap {
	/** The ConfigMap, e.g. to record events on. */
	readonly object: KubeObject;
	/** The last spec that could be parsed; undefined when none ever could. */
	readonly routemap: Routemap | undefined;
	/** Why the present spec cannot be parsed. */
	readonly error: Error | undefined;
}

/** Weight vectors whose routes are remembered, for each routemap. */
const rememberedVectors = 16;

/** Routemaps by `NAMESPACE/NAME`, each parsed once a version; their routes are rendered once a weight vector. */
export class RoutemapCache {
	readonly #types: ResourceTypes;
	readonly #reach: Reach;
	readonly #known = new Map<string, KnownRoutemap>();
	readonly #rendered = new WeakMap<Routemap, Map<string, readonly Rendered[]>>();

	constructor(types: ResourceTypes, reach: Reach) {
		this.#types = types;
		this.#reach = reach;
	}

	get(key: string): KnownRoutemap | undefined {
		return this.#known.get(key);
	}

	keys(): IterableIterator<string> {
		return this.#known.keys();
	}

	/** Takes a new version of a routemap in. A spec that cannot be parsed leaves the last good one of the same routemap in force. */
	set(object: KubeObject): KnownRoutemap {
		const key = namespacedName(object.metadata.namespace ?? '', object.metadata.name);
		const before = this.#known.get(key);
		if (before?.object === object) return before; // a resync
		const known = parse(object, before?.routemap?.uid === object.metadata.uid ? before?.routemap : undefined);
		this.#known.set(key, known);
		return known;
	}

	delete(key: string): void {
		this.#known.delete(key);
	}

	/** `permittedRoutes`, remembered: a template depends on its routemap and the weights only. */
	render(routemap: Routemap, weights: readonly number[]): readonly Rendered[] {
		const byVector = this.#rendered.get(routemap) ?? new Map<string, readonly Rendered[]>();
		this.#rendered.set(routemap, byVector);
		const vector = weights.join(',');
		const remembered = byVector.get(vector);
		if (remembered) return remembered;
		const rendered = permittedRoutes(routemap, weights, this.#types, this.#reach);
		if (byVector.size >= rememberedVectors) byVector.clear();
		byVector.set(vector, rendered);
		return rendered;
	}
}

function parse(object: KubeObject, lastGood: Routemap | undefined): KnownRoutemap {
	try {
		return {object, routemap: parseRoutemap(object), error: undefined};
	} catch (error) {
		return {object, routemap: lastGood, error: error instanceof Error ? error : new Error(String(error))};
	}
}
