import {find} from '../objects/cluster.ts';
import {stringAt} from '../objects/object.ts';
import {configMaps} from '../objects/resource.ts';
import type {ActionName} from '../ownership/permissions.ts';
import {parseRecord, recordName, type RolloutRecord} from '../rollout/record.ts';
import type {Step, Target} from '../rollout/step.ts';
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
	const step = record && lastStep(record);
	const target = step?.type === 'delete-version' ? nameAndUid(step) : undefined;
	const candidate = target && versions.slice(1).find(({reference}) => reference.name === target.name);
	const resource = candidate && context.types.get(candidate.reference.gvrShort)?.resource;
	return resource && {resource, namespace: candidate.reference.namespace, ...target};
}

/** The step that a record came to: the last one where all are done and only that was not written down. */
export function lastStep({steps, step}: RolloutRecord): Step | undefined {
	return steps[Math.min(step, steps.length - 1)];
}

/** What a step of a record says of its target: whoever writes ConfigMaps may have written anything there. */
export function nameAndUid(step: Step): Pick<Target, 'name' | 'uid'> | undefined {
	const name = stringAt(step, 'target', 'name');
	const uid = stringAt(step, 'target', 'uid');
	return name === undefined ? undefined : {name, ...(uid !== undefined && {uid})};
}
