import {componentsOf, hasRevisions} from '../../kserve/components.ts';
import {deploymentMode} from '../../kserve/deployment-mode.ts';
import {workloadSelector, workloadsOf} from '../../kserve/workloads.ts';
import {hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {deployments, inferenceServices, resourceName} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {placeOf, type ActionContext} from '../action-context.ts';
import type {Step} from '../plan.ts';
import {waitUntilAll, type Awaited} from '../wait-until.ts';
import type {Served} from './serving.ts';

/** Whether Deployments may run an InferenceService: Knative has revisions for that, and ModelMesh servers for all models. */
function mayHaveWorkloads(object: KubeObject): boolean {
	const mode = deploymentMode(object) ?? 'Standard';
	return mode === 'Standard' && !componentsOf(object).some(hasRevisions);
}

/**
 * An InferenceService with the Deployments that run it, read anew.
 * Throws an Error that asks for the right to read Deployments where only they tell which spec is served.
 */
export async function readServed(context: ActionContext, object: KubeObject): Promise<Served> {
	if (!mayHaveWorkloads(object)) return {object, workloads: []};
	const {cluster, namespace, signal} = placeOf(context, object);
	const {name} = object.metadata;
	try {
		const {items} = await cluster.list(deployments, namespace, {labelSelector: workloadSelector(name), signal});
		return {object, workloads: workloadsOf(object, items)};
	} catch (error) {
		if (!hasReason(error, 'Forbidden')) throw error;
		throw new Error(
			`which spec ${resourceName(inferenceServices, name)} serves is told by its Deployments only, where KServe runs it as such, and you may not read them: ask for get, list and watch of deployments.apps in namespace ${namespace}`,
			{cause: error},
		);
	}
}

/** Waits until something holds for an InferenceService that was replaced; `result` tells that it does. */
export function awaitStep(
	context: ActionContext,
	primary: KubeObject,
	result: string,
	until: (served: Served) => Awaited,
): Step {
	const {name} = primary.metadata;
	const subject = resourceName(inferenceServices, name);
	const own = {resource: inferenceServices, selector: {fieldSelector: `metadata.name=${name}`}};
	const children = {resource: deployments, selector: {labelSelector: workloadSelector(name)}};
	return {
		title: `wait until ${name} ${result}`,
		run: async onProgress => {
			await waitUntilAll(placeOf(context, primary), {
				watched: mayHaveWorkloads(primary) ? [own, children] : [own],
				subject,
				until: ([objects, found = []]) => {
					const object = objects?.[0];
					if (!object) throw new Error(`${objectWords(primary)} was deleted meanwhile: nothing else was deleted`);
					return until({object, workloads: workloadsOf(object, found)});
				},
				onProgress,
			});
			return `${subject} ${result}`;
		},
	};
}
