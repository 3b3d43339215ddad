import {chartObjects, inNamespace} from '../../source/charts/chart-objects.ts';
import {describeRoute} from '../../source/mesh/describe.ts';
import {routeOf} from '../../source/mesh/route-of.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap, type Routemap} from '../../source/routemap/routemap.ts';
import {writeYaml} from '../../source/routemap/yaml.ts';

/** The objects of a values file, for the release `wisdom` in the namespace `models`. */
export function objectsOf(values: unknown): readonly KubeObject[] {
	return chartObjects(writeYaml(values), {release: 'wisdom', namespace: 'models'});
}

/** `Kind/name` of each object, in order. */
export function namesOf(objects: readonly KubeObject[]): readonly string[] {
	return objects.map(({kind, metadata}) => `${kind}/${metadata.name}`);
}

/** The one object of a kind. */
export function only(objects: readonly KubeObject[], kind: string): KubeObject {
	const [found, another] = objects.filter(object => object.kind === kind);
	if (!found || another) throw new Error(`not one ${kind} in ${namesOf(objects).join(', ')}`);
	return found;
}

/** The routemap among objects. */
export function routemapIn(objects: readonly KubeObject[]): Routemap {
	const found = objects.find(({metadata}) => metadata.name.endsWith('-routemap'));
	if (!found) throw new Error(`no routemap in ${namesOf(objects).join(', ')}`);
	return parseRoutemap(inNamespace([found], 'models')[0] ?? found);
}

/** What each version is made of, as `gvrShort/name gvrShort/name @weight`. */
export function versionsIn(objects: readonly KubeObject[]): readonly string[] {
	return routemapIn(objects).versions.map(({weight, resources}) =>
		[
			...resources.map(
				({gvrShort, namespace, name}) => `${gvrShort}/${namespace === 'models' ? '' : `${namespace}.`}${name}`,
			),
			...(weight === undefined ? [] : [`@${weight}`]),
		].join(' '),
	);
}

/** The route that the routemap gives, without its owner. */
export function routeAt(objects: readonly KubeObject[], ...weights: readonly number[]): KubeObject {
	const [rendered] = renderRoutes(routemapIn(objects), weights, defaultResourceTypes);
	if (!rendered || 'error' in rendered) throw rendered?.error ?? new Error('nothing rendered');
	const {ownerReferences: _, ...metadata} = rendered.object.metadata;
	return {...rendered.object, metadata};
}

/** That route in words. */
export function wordsAt(objects: readonly KubeObject[], ...weights: readonly number[]): string {
	const route = routeOf(routeAt(objects, ...weights));
	if (!route) throw new Error('no route');
	return describeRoute(route);
}
