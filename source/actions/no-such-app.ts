import type {Cluster} from '../objects/cluster.ts';
import {routemapSelector} from '../objects/labels.ts';
import {nearest} from '../objects/nearest.ts';
import {configMaps} from '../objects/resource.ts';
import {appNameOf} from '../routing/app-spec.ts';

/**
 * What to say about an app that has no routemap in a namespace: the app that was meant, where one has nearly that name, else how
 * to set one up. Lists the routemaps for that; where they may not be listed, nothing is guessed.
 */
export async function noSuchApp(
	cluster: Cluster,
	namespace: string,
	name: string,
	signal: AbortSignal,
): Promise<Error> {
	const apps = await cluster.list(configMaps, namespace, {labelSelector: routemapSelector, signal}).then(
		({items}) => items.map(({metadata}) => appNameOf(metadata.name)),
		() => [],
	);
	const meant = nearest(name, apps);
	return new Error(
		`no app ${name} in namespace ${namespace}${meant === undefined ? `: set up its routing with "kubectl iter8 init ${name} -n ${namespace}"` : `, did you mean ${meant}?`}`,
	);
}
