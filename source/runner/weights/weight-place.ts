import {find, hasReason, type JsonPatchOperation} from '../../objects/cluster.ts';
import {verbFieldManager, watchLabel, weightAnnotation} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import {apiVersionOf, configMaps, inferenceServices, resourceName, type Resource} from '../../objects/resource.ts';
import {changeFault, type Claim} from '../../ownership/version-object.ts';
import {ownWeight, weightOverride} from '../../routemap/assess/weights.ts';
import type {Version} from '../../routemap/routemap.ts';
import type {ActionContext} from '../action-context.ts';
import type {AppState} from '../app-state.ts';

/** The object whose annotation `iter8.tools/weight` is a version's weight. */
export interface WeightPlace {
	readonly resource: Resource;
	/** As it is, or for a ConfigMap that does not exist as it has to be made. */
	readonly object: KubeObject;
	readonly exists: boolean;
	readonly claim: Claim;
}

/**
 * Where a version's weight is to be written so that it is read: on its weight ConfigMap, else on the resource that has the
 * annotation, else on the first. Throws an Error where that cannot be: the object is not the app's, or an InferenceService, whose
 * annotations KServe hands on to a new revision or to the pods.
 */
export function weightPlace({name: app, lookup, claim}: AppState, version: Version, types: ResourceTypes): WeightPlace {
	const holders = version.resources.flatMap(reference => {
		const resource = types.get(reference.gvrShort)?.resource;
		return resource ? [{reference, resource, object: lookup(resource, reference.namespace, reference.name)}] : [];
	});
	const isRead = ({reference}: (typeof holders)[number]): boolean =>
		weightOverride({...version, resources: [reference]}, lookup, types) !== undefined;
	const chosen = holders.find(holder => holder.resource.plural === configMaps.plural || isRead(holder)) ?? holders[0];
	if (!chosen) throw new Error(`the routemap of ${app} has a version of no known resource`);
	const {reference, resource, object} = chosen;
	const {name, namespace} = reference;
	if (resource.plural === inferenceServices.plural) {
		throw new Error(
			`the weight of ${name} is an annotation of its InferenceService, which KServe would answer with a new revision or new pods: ` +
				`set the routing up anew, with ConfigMaps for the weights: "kubectl iter8 cleanup ${app} -n ${claim.namespace}", which leaves the versions, then "kubectl iter8 init ${app} --strategy blue-green -n ${claim.namespace}"`,
		);
	}

	if (object) {
		refuseForeign(object, claim);
		return {resource, object, exists: true, claim};
	}

	if (resource.plural !== configMaps.plural) {
		throw new Error(`${resourceName(resource, name)}, which carries the weight, does not exist: apply it first`);
	}

	const made: KubeObject = {
		apiVersion: apiVersionOf(configMaps),
		kind: configMaps.kind,
		metadata: {name, namespace, labels: {[watchLabel]: 'true'}},
	};
	return {resource, object: made, exists: false, claim};
}

function refuseForeign(object: KubeObject, claim: Claim): void {
	const fault = changeFault(object, claim);
	if (fault !== undefined) throw new Error(`the weight cannot be written: ${fault}`);
}

/** The object with another weight; undefined for none of its own. */
export function withWeight(object: KubeObject, weight: number | undefined): KubeObject {
	const {annotations, managedFields: _managedFields, ...metadata} = object.metadata;
	const {[weightAnnotation]: _, ...others} = annotations ?? {};
	const all = weight === undefined ? others : {...others, [weightAnnotation]: String(weight)};
	return {...object, metadata: {...metadata, ...(Object.keys(all).length > 0 ? {annotations: all} : {})}};
}

/** Writes a weight. Only the annotation is touched; an object that changes meanwhile is looked at again, a few times. */
export async function writeWeight(
	{cluster, signal}: ActionContext,
	place: WeightPlace,
	weight: number | undefined,
	{isDryRun = false} = {},
): Promise<void> {
	const options = {fieldManager: verbFieldManager, dryRun: isDryRun, signal};
	const {resource} = place;
	const {name, namespace} = place.object.metadata;
	for (let tries = 1; ; tries++) {
		const object = await find(cluster, resource, namespace, name, signal);
		if (object) refuseForeign(object, place.claim);
		try {
			if (!object && !place.exists) await cluster.create(resource, withWeight(place.object, weight), options);
			else await cluster.patch(resource, namespace, name, patchOf(object, weight), options);
			return;
		} catch (error) {
			const isOther = hasReason(error, 'Invalid') || hasReason(error, 'AlreadyExists');
			if (!isOther || tries === 5) throw error;
		}
	}
}

function patchOf(object: KubeObject | undefined, weight: number | undefined): readonly JsonPatchOperation[] {
	const {uid, annotations} = object?.metadata ?? {};
	const path = `/metadata/annotations/${weightAnnotation.replace('/', '~1')}`;
	const same: JsonPatchOperation = {op: 'test', path: '/metadata/uid', value: uid};
	if (weight === undefined)
		return annotations?.[weightAnnotation] === undefined ? [same] : [same, {op: 'remove', path}];
	const value = String(weight);
	if (annotations) return [same, {op: 'add', path, value}];
	return [
		same,
		{op: 'test', path: '/metadata/annotations', value: null},
		{op: 'add', path: '/metadata/annotations', value: {[weightAnnotation]: value}},
	];
}

/** The weights that an app's versions have whenever they can take requests. */
export function weightsOf({types}: Pick<ActionContext, 'types'>, {routemap, lookup}: AppState): readonly number[] {
	return routemap.versions.map(version => ownWeight(version, lookup, types));
}
