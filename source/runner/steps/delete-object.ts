import {hasReason} from '../../objects/cluster.ts';
import {resourceName} from '../../objects/resource.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import type {Perform} from '../step-context.ts';
import {waitUntilGone} from '../wait-until.ts';

/** Deletes the very object that the plan was made of; another one that has its name by now stays. */
export const deleteObject: Perform<'delete-object'> = async (context, {target}) => {
	const {cluster, signal, isDryRun = false} = context;
	const {resource, namespace, name, uid} = target;
	const options = {...(uid === undefined ? {} : {uid}), dryRun: isDryRun, signal};
	try {
		await cluster.delete(resource, namespace, name, options);
	} catch (error) {
		if (hasReason(error, 'Conflict')) return `kept: ${targetWords(target)} is another one by now`;
		// gone already, e.g. a route with the routemap that owned it
		if (!hasReason(error, 'NotFound') && !hasReason(error, 'ResourceMissing')) throw error;
	}

	return `${resourceName(resource, name)} deleted`;
};

export const keepObject: Perform<'keep-object'> = (_, {words}) => Promise.resolve(`kept: ${words}`);

export const waitGone: Perform<'wait-gone'> = async (context, {target}, progress) => {
	await waitUntilGone(context, target, progress);
	return `${resourceName(target.resource, target.name)} is gone`;
};
