import {find, hasReason, type Cluster} from '../objects/cluster.ts';
import {
	appNameLabel,
	kindLabel,
	verbFieldManager,
	type historyKind,
	type recordKind,
	type testsKind,
} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, configMaps} from '../objects/resource.ts';
import {objectWords} from '../ownership/object-words.ts';
import type {ActionContext} from './action-context.ts';

/** A ConfigMap that is kept of an app: its history, what is under way, or what was tested. */
export interface KeptMap {
	readonly app: string;
	readonly name: string;
	readonly kind: typeof historyKind | typeof recordKind | typeof testsKind;
}

/** The ConfigMap; undefined where there is none. Throws an Error when it is something else's. */
export async function readKept(
	{cluster, namespace, signal}: ActionContext,
	{app, name, kind}: KeptMap,
): Promise<KubeObject | undefined> {
	const live = await find(cluster, configMaps, namespace, name, signal);
	if (live && live.metadata.labels?.[kindLabel] !== kind) {
		throw new Error(
			`${objectWords(live)} is in the way of the ${kind} of ${app} and was not made by kubectl iter8: rename it`,
		);
	}

	return live;
}

/** How often it may change between the look at it and the write. */
const attempts = 5;

/** Writes what becomes of it as it is, looking again where another write came first. Rejects as `readKept` and `writeKept`. */
export async function changeKept(
	context: ActionContext,
	map: KeptMap,
	dataOf: (live: KubeObject | undefined) => Readonly<Record<string, string>>,
): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		const live = await readKept(context, map);
		const data = dataOf(live);
		try {
			await writeKept(context, map, live, data, context.signal);
			return;
		} catch (error) {
			const isOther = hasReason(error, 'Conflict') || hasReason(error, 'AlreadyExists') || hasReason(error, 'NotFound');
			if (!isOther || attempt === attempts) throw error;
		}
	}
}

/** Writes it over the one that was read, or as a new one, or tries to (`dryRun`); rejects with Conflict or AlreadyExists when another came first. */
export async function writeKept(
	{cluster, namespace}: {readonly cluster: Cluster; readonly namespace: string},
	{app, name, kind}: KeptMap,
	live: KubeObject | undefined,
	data: Readonly<Record<string, string>>,
	signal: AbortSignal,
	dryRun = false,
): Promise<KubeObject> {
	const options = {fieldManager: verbFieldManager, dryRun, signal};
	if (live) return cluster.replace(configMaps, {...live, data}, options);
	const metadata = {name, namespace, labels: {[appNameLabel]: app, [kindLabel]: kind}};
	const made = {apiVersion: apiVersionOf(configMaps), kind: configMaps.kind, metadata, data};
	return cluster.create(configMaps, made, options);
}
