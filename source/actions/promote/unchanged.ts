import {isDeepStrictEqual} from 'node:util';
import {find} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {placeOf, type ActionContext} from '../action-context.ts';

/** Whether two specs ask for the same thing, whatever the order of their keys. */
export function isSameSpec(left: unknown, right: unknown): boolean {
	return isDeepStrictEqual(left, right);
}

/** An InferenceService read anew. Rejects unless it still is the same object, with the spec that it is to have. */
export async function requireUnchanged(context: ActionContext, object: KubeObject, spec: unknown): Promise<KubeObject> {
	const {cluster, namespace, signal} = placeOf(context, object);
	const live = await find(cluster, inferenceServices, namespace, object.metadata.name, signal);
	const fault = changeSince(object, spec, live);
	if (live === undefined || fault !== undefined) throw new Error(fault);
	return live;
}

/** What somebody else has done to an object meanwhile, and what to do; undefined when nothing. */
export function changeSince(object: KubeObject, spec: unknown, live: KubeObject | undefined): string | undefined {
	const what =
		live === undefined
			? 'was deleted'
			: live.metadata.uid !== object.metadata.uid
				? 'was deleted and created again'
				: isSameSpec(live['spec'], spec)
					? undefined
					: 'got another spec';
	if (what === undefined) return undefined;
	return `${objectWords(object)} ${what} meanwhile, not by this promotion: nothing was deleted. See who did it (kubectl get inferenceservice ${object.metadata.name} -n ${object.metadata.namespace} -o yaml --show-managed-fields), then promote or abort anew`;
}
