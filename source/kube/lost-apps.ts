import {lostApp, strayApps, type LostApp, type Remains, type StrayApp} from '../info/lost-app.ts';
import {hasReason, type Cluster} from '../objects/cluster.ts';
import {getIfAllowed} from '../objects/get-if-allowed.ts';
import {appNameLabel, historyKind, kindLabel, recordKind, testsKind, watchSelector} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {configMaps, deployments, inferenceServices, services, type Resource} from '../objects/resource.ts';
import {routemapName} from '../routing/app-spec.ts';

/** Of more apps than these that have models and no routemap nothing is asked. */
const mostAsked = 20;

const keptSelector = `${kindLabel} in (${[historyKind, recordKind, testsKind].join(',')})`;

/** Where lost apps are looked for, and what is known there. */
interface LostPlace {
	readonly cluster: Cluster;
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	/** All routemaps there. */
	readonly routemaps: readonly KubeObject[];
	/** What routemaps of a namespace take short names for. */
	readonly typesIn: (namespace: string) => ResourceTypes;
	readonly signal: AbortSignal;
}

/**
 * The apps whose routemap is gone although models of theirs are there. Asks for more than the models with the watch label only of
 * such as no routemap names; what may not be read, or is of a kind that the server lacks, counts as absent.
 */
export async function findLostApps(place: LostPlace): Promise<readonly LostApp[]> {
	const {namespace, routemaps, typesIn} = place;
	const models = await Promise.all(
		[inferenceServices, deployments].map(kind => listIfAllowed(place, kind, namespace, watchSelector)),
	);
	const strays = strayApps(models.flat(), routemaps, typesIn).slice(0, mostAsked);
	const found = await Promise.all(strays.map(async stray => lostApp(stray, await remainsOf(place, stray))));
	return found.filter(app => app !== undefined);
}

async function remainsOf(place: LostPlace, {namespace, name}: StrayApp): Promise<Remains> {
	const [routemap, service, kept, watched] = await Promise.all([
		getIfAllowed(place, configMaps, namespace, routemapName(name)),
		getIfAllowed(place, services, namespace, name),
		listIfAllowed(place, configMaps, namespace, `${appNameLabel}=${name},${keptSelector}`),
		listIfAllowed(place, configMaps, namespace, watchSelector),
	]);
	return {hasRoutemap: routemap.object !== undefined, service: service.object, kept, watched};
}

async function listIfAllowed(
	{cluster, signal}: LostPlace,
	resource: Resource,
	namespace: string | undefined,
	labelSelector: string,
): Promise<readonly KubeObject[]> {
	try {
		return (await cluster.list(resource, namespace, {labelSelector, signal})).items;
	} catch (error) {
		if (hasReason(error, 'Forbidden') || hasReason(error, 'ResourceMissing')) return [];
		throw error;
	}
}
