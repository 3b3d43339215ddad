import {appNameLabel, watchLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {parseRoutemap, type ResourceReference, type Routemap} from '../routemap/routemap.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {objectWords} from './object-words.ts';
import {consentAnnotation, mayName, ownReach} from './reach.ts';

/** For which app a verb asks, and who else names objects there. */
export interface Claim {
	readonly app: string;
	/** Of the app's routemap. */
	readonly namespace: string;
	/** The ConfigMaps of the other routemaps of that namespace. */
	readonly others: readonly KubeObject[];
	/** What routemaps take short names for. */
	readonly types: ResourceTypes;
}

/**
 * Why an object that the app's routemap names is not the app's to change: it lies in a namespace that does not consent, is not
 * watched, is controlled by something else, or is named by another routemap too. A sentence that ends with a way on; undefined
 * where a verb may change it.
 */
export function changeFault(object: KubeObject, {app, namespace, others, types}: Claim): string | undefined {
	const {name, namespace: place, labels, ownerReferences = []} = object.metadata;
	const words = objectWords(object);
	if (!mayName(namespace, object, ownReach)) {
		return `${words} is in another namespace than app ${app} of namespace ${namespace}, and does not consent: let its owner annotate it with ${consentAnnotation}: ${namespace}`;
	}

	if (labels?.[watchLabel] !== 'true') {
		return `${words} has no label ${watchLabel}, so it is none of app ${app}'s: if it is, "kubectl label --overwrite ${object.kind.toLowerCase()} ${name} -n ${place ?? namespace} ${watchLabel}=true"; else set the app up anew with other --versions`;
	}

	const controller = ownerReferences.find(owner => owner.controller === true);
	if (controller) {
		return `${words} belongs to ${controller.kind} ${controller.name}, which would undo what is done to it: change that`;
	}

	const other = others.find(routemap => namesObject(routemap, object, types));
	if (other) {
		return `${words} is also a version of app ${appNameOf(other.metadata.name)} (${objectWords(other)}): leave it to one of the two apps`;
	}

	return undefined;
}

/** Why a version's object is not the app's to delete: it is not the app's to change, or its labels say that it is of another app. */
export function deletionFault(object: KubeObject, claim: Claim): string | undefined {
	const fault = changeFault(object, claim);
	if (fault !== undefined) return fault;
	const {name, namespace = claim.namespace, labels} = object.metadata;
	const owner = labels?.[appNameLabel];
	if (owner === undefined || owner === claim.app) return undefined;
	return `${objectWords(object)} is of app ${owner}, as its label ${appNameLabel} says, not of ${claim.app}: if it is, "kubectl label --overwrite ${object.kind.toLowerCase()} ${name} -n ${namespace} ${appNameLabel}=${claim.app}"; else set the app up anew with other --versions`;
}

/** Whether a routemap's ConfigMap names an object. One that is no valid routemap names nothing. */
export function namesObject(configMap: KubeObject, object: KubeObject, types: ResourceTypes): boolean {
	const {name, namespace} = object.metadata;
	return referencesOf(configMap).some(
		reference =>
			reference.name === name &&
			reference.namespace === namespace &&
			types.get(reference.gvrShort)?.resource.kind === object.kind,
	);
}

function referencesOf(configMap: KubeObject): readonly ResourceReference[] {
	let routemap: Routemap;
	try {
		routemap = parseRoutemap(configMap);
	} catch {
		return [];
	}

	return routemap.versions.flatMap(({resources}) => resources);
}
