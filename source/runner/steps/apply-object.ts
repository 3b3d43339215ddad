import {verbFieldManager} from '../../objects/labels.ts';
import {resourceName} from '../../objects/resource.ts';
import type {Perform} from '../step-context.ts';

export const applyObject: Perform<'apply-object'> = async (context, {target, object, change}) => {
	const {cluster, signal, isDryRun = false} = context;
	const options = {fieldManager: verbFieldManager, force: change === 'configured', dryRun: isDryRun, signal};
	if (change !== 'unchanged') await cluster.apply(target.resource, object, options);
	return `${resourceName(target.resource, target.name)} ${change}`;
};
