import {findRoutemap} from '../../kube/find-routemap.ts';
import {find, type JsonPatchOperation} from '../../objects/cluster.ts';
import {verbFieldManager, watchLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {changeFault} from '../../ownership/version-object.ts';
import type {Perform} from '../step-context.ts';

/** Puts the label on the very object that the plan was made of. */
export const labelObject: Perform<'label-object'> = async (context, {app, target}) => {
	const {cluster, namespace, types, signal, isDryRun = false} = context;
	const {resource, name, namespace: place, uid} = target;
	const live = await find(cluster, resource, place, name, signal);
	if (!live || live.metadata.uid !== uid) {
		throw new Error(
			`${objectWords({kind: resource.kind, metadata: {name, namespace: place}})} is another one by now: try again`,
		);
	}

	const {others} = await findRoutemap(cluster, namespace, app, signal);
	const fault = changeFault(labelled(live), {app, namespace, others, types});
	if (fault !== undefined) throw new Error(fault);
	const options = {fieldManager: verbFieldManager, dryRun: isDryRun, signal};
	if (live.metadata.labels?.[watchLabel] !== 'true') await cluster.patch(resource, place, name, patchOf(live), options);
	return `${resourceName(resource, name)} labeled`;
};

/** An object as it is with the watch label. */
export function labelled(object: KubeObject): KubeObject {
	return {...object, metadata: {...object.metadata, labels: {...object.metadata.labels, [watchLabel]: 'true'}}};
}

function patchOf({metadata: {uid, labels}}: KubeObject): readonly JsonPatchOperation[] {
	const same: JsonPatchOperation = {op: 'test', path: '/metadata/uid', value: uid};
	if (labels) return [same, {op: 'add', path: `/metadata/labels/${watchLabel.replace('/', '~1')}`, value: 'true'}];
	return [
		same,
		{op: 'test', path: '/metadata/labels', value: null},
		{op: 'add', path: '/metadata/labels', value: {[watchLabel]: 'true'}},
	];
}
