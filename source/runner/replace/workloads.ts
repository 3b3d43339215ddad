import {find, hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {deployments, resourceName} from '../../objects/resource.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import type {Target} from '../../rollout/step.ts';
import type {Awaited} from '../../versions/awaited.ts';
import type {Served, VersionKind} from '../../versions/version-kind.ts';
import {placeOf, type ActionContext} from '../action-context.ts';
import type {Progress} from '../step-context.ts';
import {waitUntilAll} from '../wait-until.ts';

/**
 * A version's main object with the Deployments that run it, read anew.
 * Throws an Error that asks for the right to read Deployments where only they tell which spec is served.
 */
export async function readServed(context: ActionContext, kind: VersionKind, object: KubeObject): Promise<Served> {
	const labelSelector = kind.workloadSelector(object);
	if (labelSelector === undefined) return {object, workloads: []};
	const {cluster, namespace, signal} = placeOf(context, object);
	try {
		const {items} = await cluster.list(deployments, namespace, {labelSelector, signal});
		return {object, workloads: kind.workloadsOf(object, items)};
	} catch (error) {
		if (!hasReason(error, 'Forbidden')) throw error;
		throw new Error(
			`which spec ${resourceName(kind.resource, object.metadata.name)} serves is told by its Deployments only, where KServe runs it as such, and you may not read them: ask for get, list and watch of deployments.apps in namespace ${namespace}`,
			{cause: error},
		);
	}
}

/** Waits until something holds for a version's main object and what runs it. */
export async function waitServed(
	context: ActionContext,
	kind: VersionKind,
	target: Target,
	{until, onProgress}: {readonly until: (served: Served) => Awaited; readonly onProgress: Progress},
): Promise<void> {
	const {resource, namespace, name} = target;
	const own = {resource, selector: {fieldSelector: `metadata.name=${name}`}};
	const present = await find(context.cluster, resource, namespace, name, context.signal);
	const labelSelector = present && kind.workloadSelector(present);
	const children = labelSelector === undefined ? [] : [{resource: deployments, selector: {labelSelector}}];
	await waitUntilAll(
		{...context, namespace},
		{
			watched: [own, ...children],
			subject: resourceName(resource, name),
			until: ([objects, found = []]) => {
				const object = objects?.[0];
				if (!object || object.metadata.deletionTimestamp !== undefined) {
					throw new Error(`${targetWords(target)} was deleted meanwhile: nothing else was deleted`);
				}

				return until({object, workloads: kind.workloadsOf(object, found)});
			},
			onProgress,
		},
	);
}
