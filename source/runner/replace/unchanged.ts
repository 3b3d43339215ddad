import {find} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import type {Target} from '../../rollout/step.ts';
import type {ActionContext} from '../action-context.ts';
import {hashOf} from './spec-hash.ts';

/** A target read anew. Rejects unless it still is the same object, with the spec that it is to have where one is given. */
export async function requireUnchanged(
	context: ActionContext,
	target: Target,
	spec: string | undefined,
): Promise<KubeObject> {
	const live = await find(context.cluster, target.resource, target.namespace, target.name, context.signal);
	return unchanged(target, spec, live);
}

/** A target as it is now. Throws an Error unless it is the same object, with the spec that it is to have where one is given. */
export function unchanged(target: Target, spec: string | undefined, live: KubeObject | undefined): KubeObject {
	if (live === undefined) throw changed(target, 'was deleted');
	if (live.metadata.uid !== target.uid) throw changed(target, 'was deleted and created again');
	if (live.metadata.deletionTimestamp !== undefined) throw changed(target, 'is being deleted');
	if (spec !== undefined && hashOf(live) !== spec) throw changed(target, 'got another spec');
	return live;
}

function changed(target: Target, what: string): Error {
	const {name, namespace, resource} = target;
	return new Error(
		`${targetWords(target)} ${what} meanwhile, not by this rollout: nothing was deleted. See who did it (kubectl get ${resource.kind.toLowerCase()} ${name} -n ${namespace} -o yaml --show-managed-fields), then try again`,
	);
}
