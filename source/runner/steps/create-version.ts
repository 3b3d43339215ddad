import {find, hasReason} from '../../objects/cluster.ts';
import {verbFieldManager} from '../../objects/labels.ts';
import {resourceName} from '../../objects/resource.ts';
import {contains} from '../../routemap/assess/route-difference.ts';
import type {Perform} from '../step-context.ts';

/** What is there already as this step makes it was made by this step, or by the same command before, and stays. */
export const createVersion: Perform<'create-version'> = async (context, {target, object}) => {
	const {cluster, signal, isDryRun = false} = context;
	const {resource, namespace, name} = target;
	try {
		await cluster.create(resource, object, {fieldManager: verbFieldManager, dryRun: isDryRun, signal});
	} catch (error) {
		if (!hasReason(error, 'AlreadyExists')) throw error;
		const live = await find(cluster, resource, namespace, name, signal);
		if (!live || !contains(live['spec'], object['spec']) || !contains(live.metadata.labels, object.metadata.labels)) {
			throw error;
		}

		return `${resourceName(resource, name)} unchanged`;
	}

	return `${resourceName(resource, name)} created`;
};
