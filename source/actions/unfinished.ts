import {find} from '../objects/cluster.ts';
import {configMaps} from '../objects/resource.ts';
import type {ActionName} from '../ownership/permissions.ts';
import {parseRecord, recordName, type RolloutRecord} from '../rollout/record.ts';
import {lastRemoval, type NameAndUid} from '../rollout/removal.ts';
import type {Target} from '../rollout/step.ts';
import type {ActionContext} from '../runner/action-context.ts';
import type {AppState} from '../runner/app-state.ts';

/** What was done last to an app, where it was this action and did not come to its end: it was stopped or killed, or it failed. */
export async function unfinished(
	{cluster, namespace, signal}: ActionContext,
	app: string,
	action: ActionName,
): Promise<RolloutRecord | undefined> {
	const record = parseRecord(await find(cluster, configMaps, namespace, recordName(app), signal));
	return record?.action === action && record.phase !== 'done' ? record : undefined;
}

/**
 * The candidate whose deletion was the last that an unfinished action asked for; undefined where it came to no such thing. Whoever
 * repeats the action finds nothing left to do. The record is believed for the name and uid only, which nothing is done to.
 */
export async function removedBefore(
	context: ActionContext,
	app: AppState,
	action: ActionName,
): Promise<Target | undefined> {
	const record = await unfinished(context, app.name, action);
	const target = record && lastRemoval(record);
	return target && candidateTarget(context, app, target);
}

/** A candidate that may be gone, as a target; undefined where the app has none of that name. */
export function candidateTarget({types}: ActionContext, {versions}: AppState, known: NameAndUid): Target | undefined {
	const candidate = versions.slice(1).find(({reference}) => reference.name === known.name);
	const resource = candidate && types.get(candidate.reference.gvrShort)?.resource;
	return resource && {resource, namespace: candidate.reference.namespace, ...known};
}
