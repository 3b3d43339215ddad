import {find} from '../objects/cluster.ts';
import {configMaps} from '../objects/resource.ts';
import type {ActionName} from '../ownership/permissions.ts';
import {parseRecord, recordName, type RolloutRecord} from '../rollout/record.ts';
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
	{name, versions}: AppState,
	action: ActionName,
): Promise<Target | undefined> {
	const record = await unfinished(context, name, action);
	const step = record?.steps[record.step];
	if (step?.type !== 'delete-version') return undefined;
	const candidate = versions.slice(1).find(({reference}) => reference.name === step.target.name);
	const resource = candidate && context.types.get(candidate.reference.gvrShort)?.resource;
	if (!resource) return undefined;
	const {namespace} = candidate.reference;
	const {uid} = step.target;
	return {resource, namespace, name: step.target.name, ...(uid !== undefined && {uid})};
}
