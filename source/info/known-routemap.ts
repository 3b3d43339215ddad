import type {KubeObject} from '../objects/object.ts';
import {renderRoutes, type Rendered} from '../routemap/render.ts';
import {defaultResourceTypes} from '../routemap/resource-types.ts';
import {parseRoutemap, type Routemap} from '../routemap/routemap.ts';

/** A ConfigMap read as a routemap, or why it is none. */
export type KnownRoutemap =
	| {readonly routemap: Routemap; readonly render: (weights: readonly number[]) => readonly Rendered[]}
	| {readonly error: Error};

const known = new WeakMap<KubeObject, KnownRoutemap>();

/** `parseRoutemap` and `renderRoutes`, each done once for an object and a weight vector: reading YAML is what costs here. */
export function knownRoutemap(configMap: KubeObject): KnownRoutemap {
	const found = known.get(configMap) ?? read(configMap);
	known.set(configMap, found);
	return found;
}

function read(configMap: KubeObject): KnownRoutemap {
	try {
		const routemap = parseRoutemap(configMap);
		const rendered = new Map<string, readonly Rendered[]>();
		return {
			routemap,
			render(weights) {
				const vector = weights.join(',');
				const routes = rendered.get(vector) ?? renderRoutes(routemap, weights, defaultResourceTypes);
				rendered.set(vector, routes);
				return routes;
			},
		};
	} catch (error) {
		return {error: error instanceof Error ? error : new Error(String(error))};
	}
}
