import {deploymentMode} from '../../kserve/deployment-mode.ts';
import {watchLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {configMaps, inferenceServices, type Resource} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {changeFault, type Claim} from '../../ownership/version-object.ts';
import type {Routemap} from '../../routemap/routemap.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {labelled} from '../../runner/steps/label-object.ts';
import {readResources} from '../../snapshot/read-resources.ts';

/** An object that a version is made of, by the label that Iter8 looks for. */
export interface PresentObject {
	readonly resource: Resource;
	readonly object: KubeObject;
}

/** What versions are made of and is there already; not what carries their weights. */
export async function presentObjects(context: ActionContext, routemap: Routemap): Promise<readonly PresentObject[]> {
	const lookup = await readResources(context, routemap);
	return routemap.versions.flatMap(({resources}) =>
		resources.flatMap(({gvrShort, namespace, name}) => {
			const resource = context.types.get(gvrShort)?.resource;
			const object = resource && lookup(resource, namespace, name);
			return object && resource.plural !== configMaps.plural ? [{resource, object}] : [];
		}),
	);
}

/** Whether an object does not bear the watch label: without that it never gets a request. */
export function isUnlabelled({object}: PresentObject): boolean {
	return object.metadata.labels?.[watchLabel] !== 'true';
}

/** Throws an Error when one of the objects belongs to something else, so that it could be routed, but not promoted or deleted. */
export function refuseOthers(objects: readonly PresentObject[], claim: Claim): void {
	for (const {object} of objects) {
		const fault = changeFault(labelled(object), claim);
		if (fault !== undefined) throw new Error(fault);
	}
}

/** That an object has the name of a version by chance, or is meant and nobody has said so. */
export function leftOutWarning({object}: PresentObject, {versions}: Routemap): string {
	const names = versions.flatMap(({resources}) => resources.filter(({gvrShort}) => gvrShort !== 'cm').slice(0, 1));
	return `${objectWords(object)} has no label ${watchLabel} and gets no requests so: if it is a version of this app, take it over with --versions ${names.map(({name}) => name).join(',')}; if not, choose other names`;
}

/** An object with the label, and nothing else of it but its name: what to apply. */
export function labelOnly({apiVersion, kind, metadata: {name, namespace}}: KubeObject): KubeObject {
	const place = namespace === undefined ? {name} : {name, namespace};
	return {apiVersion, kind, metadata: {...place, labels: {[watchLabel]: 'true'}}};
}

/** What KServe does when it sees the new label; undefined where that costs nothing. */
export function labelWarning({resource, object}: PresentObject): string | undefined {
	if (resource.group !== inferenceServices.group || deploymentMode(object) === 'ModelMesh') return undefined;
	return `for its new label ${watchLabel} KServe loads the model of ${object.metadata.name} once more, in a new revision or new pods; the old ones serve until then`;
}
