import {find} from '../objects/cluster.ts';
import {appNameLabel, kindLabel, recordKind, verbFieldManager} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, configMaps} from '../objects/resource.ts';
import {objectWords} from '../ownership/object-words.ts';
import {recordData, recordName, type RolloutRecord} from '../rollout/record.ts';
import type {ActionContext} from './action-context.ts';

/** The ConfigMap of an app's record; undefined where there is none. Throws an Error when it is something else's. */
export async function readRecordMap(
	{cluster, namespace, signal}: ActionContext,
	app: string,
): Promise<KubeObject | undefined> {
	const live = await find(cluster, configMaps, namespace, recordName(app), signal);
	if (live && live.metadata.labels?.[kindLabel] !== recordKind) {
		throw new Error(
			`${objectWords(live)} is in the way of the record of ${app} and was not made by kubectl iter8: rename it`,
		);
	}

	return live;
}

/** Writes a record over the one that was read, or as a new one; rejects with Conflict or AlreadyExists when another came first. */
export async function writeRecord(
	{cluster, namespace}: Pick<ActionContext, 'cluster' | 'namespace'>,
	app: string,
	live: KubeObject | undefined,
	record: RolloutRecord,
	signal: AbortSignal,
): Promise<KubeObject> {
	const data = recordData(record);
	const options = {fieldManager: verbFieldManager, signal};
	if (live) return cluster.replace(configMaps, {...live, data}, options);
	const metadata = {name: recordName(app), namespace, labels: {[appNameLabel]: app, [kindLabel]: recordKind}};
	const made = {apiVersion: apiVersionOf(configMaps), kind: configMaps.kind, metadata, data};
	return cluster.create(configMaps, made, options);
}
