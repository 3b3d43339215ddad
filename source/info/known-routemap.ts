import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {renderRoutes, type Rendered} from '../routemap/assess/render.ts';
import {parseRoutemap, type Routemap} from '../routemap/routemap.ts';

/** A ConfigMap read as a routemap. */
export interface ReadRoutemap {
	readonly routemap: Routemap;
	readonly render: (weights: readonly number[], types: ResourceTypes) => readonly Rendered[];
}

/** The same, or why it is none. */
type KnownRoutemap = ReadRoutemap | {readonly error: Error};

const known = new WeakMap<KubeObject, KnownRoutemap>();

/**
 * `parseRoutemap`, done once for an object, and `renderRoutes`, done again only for another weight vector or other types than the last: with a
 * thousand apps reading YAML is what takes time, and rendered routes are what takes memory.
 */
export function knownRoutemap(configMap: KubeObject): KnownRoutemap {
	const found = known.get(configMap) ?? read(configMap);
	known.set(configMap, found);
	return found;
}

function read(configMap: KubeObject): KnownRoutemap {
	try {
		const routemap = parseRoutemap(configMap);
		let last:
			| {readonly vector: string; readonly types: ResourceTypes; readonly routes: readonly Rendered[]}
			| undefined;
		return {
			routemap,
			render(weights, types) {
				const vector = weights.join(',');
				if (last?.vector !== vector || last.types !== types)
					last = {vector, types, routes: renderRoutes(routemap, weights, types)};
				return last.routes;
			},
		};
	} catch (error) {
		return {error: error instanceof Error ? error : new Error(String(error))};
	}
}
