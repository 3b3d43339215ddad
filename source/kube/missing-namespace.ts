import type {Cluster} from '../objects/cluster.ts';
import {getIfAllowed} from '../objects/get-if-allowed.ts';
import {routemapSelector} from '../objects/labels.ts';
import {nearest} from '../objects/nearest.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, namespaces, type Resource} from '../objects/resource.ts';
import {appNameOf} from '../routing/app-spec.ts';

/** Places that are named in a message; who has more of them looks with `status -A`. */
const mostPlaces = 3;

/** Rejects with an Error that says what to do where a namespace does not exist; nothing where it may not be looked at. */
export async function refuseMissingNamespace(cluster: Cluster, namespace: string, signal: AbortSignal): Promise<void> {
	const missing = await missingNamespace(cluster, namespace, signal);
	if (missing) throw missing;
}

/**
 * What to say about a namespace that does not exist: where the app is that was looked for in it, else the name that was meant.
 * Undefined where it exists, and where nobody tells: a server lists what is in a namespace that is not there as nothing.
 */
export async function missingNamespace(
	cluster: Cluster,
	namespace: string,
	signal: AbortSignal,
	app?: string,
): Promise<Error | undefined> {
	const found = await getIfAllowed({cluster, signal}, namespaces, undefined, namespace).catch(() => undefined);
	if (found?.kind !== 'known' || found.object) return undefined;
	const elsewhere = app === undefined ? undefined : await placesOf(cluster, app, signal);
	const none = `namespace ${namespace} does not exist`;
	if (elsewhere !== undefined) return new Error(`${none}: app ${app} is ${elsewhere}`);
	const present = await listed(cluster, namespaces, signal);
	const meant = nearest(
		namespace,
		present.map(({metadata}) => metadata.name),
	);
	return new Error(meant === undefined ? `${none}: see "kubectl get namespaces"` : `${none}, did you mean ${meant}?`);
}

/** In which namespaces an app is, in words: `in namespace shop (-n shop)`; undefined where none is found. */
export async function placesOf(cluster: Cluster, app: string, signal: AbortSignal): Promise<string | undefined> {
	const routemaps = await listed(cluster, configMaps, signal, routemapSelector);
	const ofApp = routemaps.filter(({metadata}) => appNameOf(metadata.name) === app);
	const places = [...new Set(ofApp.map(({metadata}) => metadata.namespace ?? 'default'))];
	const [only, ...others] = places;
	if (only === undefined) return undefined;
	if (others.length === 0) return `in namespace ${only} (-n ${only})`;
	const rest = places.length > mostPlaces ? ` and ${places.length - mostPlaces} more` : '';
	return `in namespaces ${places.slice(0, mostPlaces).join(', ')}${rest}`;
}

/** All objects of a kind; none where they may not be listed. */
async function listed(
	cluster: Cluster,
	resource: Resource,
	signal: AbortSignal,
	labelSelector?: string,
): Promise<readonly KubeObject[]> {
	const selection = labelSelector === undefined ? {signal} : {labelSelector, signal};
	return cluster.list(resource, undefined, selection).then(
		({items}) => items,
		() => [],
	);
}
