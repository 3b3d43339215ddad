import {appNameLabel, managedByLabel, watchLabel, weightAnnotation} from '../objects/labels.ts';
import {stringAt, type KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {consentAnnotation} from '../ownership/reach.ts';
import {listed} from '../print/listed.ts';
import {appNameOf, defaultVersions, routemapName, weightConfigName} from '../routing/app-spec.ts';
import {knownRoutemap} from './known-routemap.ts';
import {ours} from './states/advice.ts';
import type {Advice} from './states/state.ts';

/** An app that has models and no routemap. */
export interface StrayApp {
	readonly namespace: string;
	readonly name: string;
	/** Its InferenceServices and Deployments, the oldest first. */
	readonly models: readonly KubeObject[];
}

/** What is there under the names that the routing of a stray app would have. */
export interface Remains {
	/** Whether anything has the name of its routemap, as one that a cleanup has retired. */
	readonly hasRoutemap: boolean;
	/** The Service of the app's name. */
	readonly service: KubeObject | undefined;
	/** What verbs keep of the app: history, record, tests. */
	readonly kept: readonly KubeObject[];
	/** The ConfigMaps with the watch label of its namespace, of which some may carry weights. */
	readonly watched: readonly KubeObject[];
}

/** An app whose routemap was deleted by something other than a cleanup. */
export interface LostApp {
	readonly namespace: string;
	readonly name: string;
	/** What is so, without the name of the app. */
	readonly sentence: string;
	readonly advised: readonly Advice[];
}

/**
 * The apps of models with the watch label that no routemap names, by the label of the app's name, else by the version's. Models that
 * routemaps of other namespaces may name are nobody's business here, and so are those of an app that has a routemap.
 */
export function strayApps(
	models: readonly KubeObject[],
	routemaps: readonly KubeObject[],
	typesIn: (namespace: string) => ResourceTypes,
): readonly StrayApp[] {
	const named = new Set(routemaps.flatMap(configMap => namedBy(configMap, typesIn)));
	const present = new Set(routemaps.map(({metadata}) => placeOf(metadata.namespace, appNameOf(metadata.name))));
	const apps = new Map<string, {readonly namespace: string; readonly name: string; readonly models: KubeObject[]}>();
	for (const model of models) {
		const {name, namespace = 'default', labels = {}, annotations = {}, deletionTimestamp} = model.metadata;
		const app = labels[appNameLabel] ?? name.replace(/-\d+$/, '');
		const key = placeOf(namespace, app);
		const isOthers = labels[watchLabel] !== 'true' || annotations[consentAnnotation] !== undefined;
		if (
			isOthers ||
			deletionTimestamp !== undefined ||
			present.has(key) ||
			named.has(`${model.kind} ${placeOf(namespace, name)}`)
		)
			continue;
		const known = apps.get(key) ?? {namespace, name: app, models: []};
		known.models.push(model);
		apps.set(key, known);
	}

	return Array.from(apps.values(), each => ({...each, models: each.models.toSorted(byAge)}));
}

/**
 * A stray app as one that has lost its routemap. Undefined where it may never have had one, as of models that are applied before
 * `init`, or has been cleaned up: both have neither what verbs keep of an app nor the Service that `init` and Iter8's chart make.
 */
export function lostApp({namespace, name, models}: StrayApp, remains: Remains): LostApp | undefined {
	const {hasRoutemap, service, kept} = remains;
	const isNamed = models.some(({metadata}) => metadata.labels?.[appNameLabel] === name);
	if (hasRoutemap || (kept.length === 0 && !(isNamed && service && isAppService(service, name)))) return undefined;
	const titles = listed(models.map(({kind, metadata}) => `${kind} ${metadata.name}`));
	return {
		namespace,
		name,
		sentence: `its routemap ${routemapName(name)} is gone, and no route takes its requests any more, while ${titles} ${models.length === 1 ? 'is' : 'are'} still there`,
		advised: [ours('set it up again', namespace, ['init', name, ...setUpWords({namespace, name, models}, remains)])],
	};
}

function namedBy(configMap: KubeObject, typesIn: (namespace: string) => ResourceTypes): readonly string[] {
	const known = knownRoutemap(configMap);
	if ('error' in known) return [];
	const {versions, namespace: own} = known.routemap;
	return versions.flatMap(({resources}) =>
		resources.map(({gvrShort, namespace, name}) => {
			const kind = typesIn(own).get(gvrShort)?.resource.kind ?? '';
			return `${kind} ${placeOf(namespace, name)}`;
		}),
	);
}

function placeOf(namespace = 'default', name: string): string {
	return `${namespace}/${name}`;
}

/** Our own says whose it is; that of Iter8's chart is known by its type alone. */
function isAppService({metadata: {labels = {}}, ...service}: KubeObject, app: string): boolean {
	const isOurs = labels[managedByLabel] === 'iter8' && labels[appNameLabel] === app;
	return isOurs || stringAt(service, 'spec', 'type') === 'ExternalName';
}

/** What `init` is to be told so that the app is as it was: which versions it had, and by its ConfigMaps of weights which strategy. */
function setUpWords({name, models}: StrayApp, {watched}: Remains): readonly string[] {
	const weights = new Map(watched.map(each => [each.metadata.name, each.metadata.annotations?.[weightAnnotation]]));
	const usual = defaultVersions(name).map(version => version.name);
	const isUsual = models.every(({metadata}) => usual.includes(metadata.name));
	const own = models.map(({metadata}) => metadata.name);
	const versions = isUsual ? usual : own.length > 1 ? own : [...own, `${own[0]}-next`];
	const isWeighted = versions.map(version => weights.has(weightConfigName(version)));
	const strategy = isWeighted[0] ? 'blue-green' : isWeighted.some(Boolean) ? 'mirror' : undefined;
	const known = versions.flatMap(version => weights.get(weightConfigName(version)) ?? []);
	const numbers = strategy === 'blue-green' && known.length < versions.length ? ['--weights', 'N,N'] : [];
	return [
		...(strategy === undefined ? [] : ['--strategy', strategy]),
		...(isUsual ? [] : ['--versions', versions.join(',')]),
		...numbers,
	];
}

function byAge({metadata: one}: KubeObject, {metadata: other}: KubeObject): number {
	const [first, second] = [one, other].map(({creationTimestamp, name}) => `${creationTimestamp ?? ''} ${name}`);
	return (first ?? '') < (second ?? '') ? -1 : 1;
}
