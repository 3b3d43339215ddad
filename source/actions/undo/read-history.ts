import type {KubeObject} from '../../objects/object.ts';
import {parseSpecs} from '../../rollout/history.ts';
import {editAction, provenHistory, type ProvenChange} from '../../rollout/previous.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {readHistoryMap} from '../../runner/replace/keep-spec.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';

/** The changes that led to a primary's present spec, newest first, each with the spec that it led from. */
export async function readHistory(
	context: ActionContext,
	app: string,
	primary: KubeObject,
): Promise<readonly ProvenChange[]> {
	const specs = parseSpecs(await readHistoryMap(context, app));
	return provenHistory(specs, primary, spec => hashOf({...primary, spec}));
}

/**
 * The change that plain `undo` takes back, undefined where none is known. What was edited by hand since is no rollout: whoever scales
 * a model at noon still wants its promotion taken back at night.
 */
export function lastRollout(entries: readonly ProvenChange[]): ProvenChange | undefined {
	return entries.find(({action}) => action !== editAction);
}
