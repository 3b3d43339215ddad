import {adviceText} from '../info/states/state.ts';
import type {Cluster} from '../objects/cluster.ts';
import {getIfAllowed} from '../objects/get-if-allowed.ts';
import {retiredSelector, routemapSelector} from '../objects/labels.ts';
import {nearest} from '../objects/nearest.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {configMaps, inferenceServices} from '../objects/resource.ts';
import {objectWords} from '../ownership/object-words.ts';
import {routemapOfApp} from '../ownership/routemap-of-app.ts';
import {noAppButModel} from '../ownership/take-over.ts';
import {namesObject} from '../ownership/version-object.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {findLostApps} from './lost-apps.ts';
import {missingNamespace, placesOf} from './missing-namespace.ts';

/** Where an app is looked for, and what the leading daemon takes short names for there. */
interface AppPlace {
	readonly cluster: Cluster;
	readonly namespace: string;
	readonly types: ResourceTypes;
	readonly signal: AbortSignal;
}

/**
 * What to say about an app that has no routemap in a namespace: that the namespace does not exist, that it was set up and the routemap
 * is gone, the app whose cleanup was stopped, or that was meant, where one has a version of that name, is in another namespace or has nearly that name, else how to
 * set one up. Lists the routemaps for that; where they may not be listed, nothing is guessed.
 */
export async function noSuchApp({cluster, namespace, types, signal}: AppPlace, name: string): Promise<Error> {
	const routemapsBy = (labelSelector: string): Promise<readonly KubeObject[]> =>
		cluster.list(configMaps, namespace, {labelSelector, signal}).then(
			({items}) => items,
			() => [],
		);
	const [noNamespace, routemaps, retired, model] = await Promise.all([
		missingNamespace(cluster, namespace, signal, name),
		routemapsBy(routemapSelector),
		routemapsBy(retiredSelector),
		getIfAllowed({cluster, signal}, inferenceServices, namespace, name).then(
			({object}) => object,
			() => undefined,
		),
	]);
	if (noNamespace) return noNamespace;
	if (routemapOfApp(retired, name)) return new Error(halfCleanedWords(name, namespace));
	const none = `no app ${name} in namespace ${namespace}`;
	const place = {cluster, namespace, routemaps, typesIn: () => types, signal};
	const lost = (await findLostApps(place).catch(() => [])).find(app => app.name === name);
	if (lost) return new Error(`${none}: ${lost.sentence}; ${adviceText(lost.advised)}`);
	const itsApp = model && routemaps.find(routemap => namesObject(routemap, model, types));
	if (model && itsApp) {
		const app = appNameOf(itsApp.metadata.name);
		return new Error(`${none}, but ${objectWords(model)} is a version of app ${app}: did you mean ${app}?`);
	}

	if (model) return new Error(noAppButModel(model));
	const elsewhere = await placesOf(cluster, name, signal);
	if (elsewhere !== undefined) return new Error(`${none}: it is ${elsewhere}`);
	const apps = routemaps.map(({metadata}) => appNameOf(metadata.name));
	const meant = nearest(name, apps);
	return new Error(
		meant === undefined
			? `${none}: set up its routing with "kubectl iter8 init ${name} -n ${namespace}"`
			: `${none}, did you mean ${meant}?`,
	);
}

/** What to say of an app whose cleanup was stopped: nothing else is done to it. */
export function halfCleanedWords(app: string, namespace: string): string {
	return `the cleanup of ${app} is half done: finish it with "kubectl iter8 cleanup ${app} -n ${namespace}", then set the app up anew`;
}
