import {find, type JsonPatchOperation} from '../../objects/cluster.ts';
import {kindLabel, retiredKind, verbFieldManager} from '../../objects/labels.ts';
import {resourceName} from '../../objects/resource.ts';
import type {Perform} from '../step-context.ts';

/** One that is gone already, or is another one by now, is left alone: the routes of the former go with it. */
export const retireRoutemap: Perform<'retire-routemap'> = async (context, {target}) => {
	const {cluster, signal, isDryRun = false} = context;
	const {resource, namespace, name, uid} = target;
	const live = await find(cluster, resource, namespace, name, signal);
	if (live && live.metadata.uid === uid && live.metadata.labels?.[kindLabel] !== retiredKind) {
		const operations: readonly JsonPatchOperation[] = [
			{op: 'test', path: '/metadata/uid', value: uid},
			{op: 'add', path: `/metadata/labels/${kindLabel.replace('/', '~1')}`, value: retiredKind},
		];
		await cluster.patch(resource, namespace, name, operations, {
			fieldManager: verbFieldManager,
			dryRun: isDryRun,
			signal,
		});
	}

	return `${resourceName(resource, name)} retired`;
};
