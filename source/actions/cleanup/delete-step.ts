import {hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName, type Resource} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import type {ActionContext} from '../action-context.ts';
import type {Step} from '../plan.ts';

/** Deletes the very object that the plan was made of; another one that has its name by now stays. */
export function deleteStep({cluster, namespace, signal}: ActionContext, resource: Resource, object: KubeObject): Step {
	const {name, uid, namespace: place = namespace} = object.metadata;
	const words = objectWords(object);
	return {
		title: `delete ${words}`,
		run: async () => {
			try {
				await cluster.delete(resource, place, name, {...(uid === undefined ? {} : {uid}), signal});
			} catch (error) {
				if (hasReason(error, 'Conflict')) return `kept: ${words} is another one by now`;
				// gone already, e.g. a route with the routemap that owned it
				if (!hasReason(error, 'NotFound') && !hasReason(error, 'ResourceMissing')) throw error;
			}

			return `${resourceName(resource, name)} deleted`;
		},
	};
}

/** Says of an object that it stays, and why. */
export function keepStep(object: KubeObject, reason: string): Step {
	const words = objectWords(object);
	const result = reason.startsWith(words) ? `kept: ${reason}` : `kept: ${words} ${reason}`;
	return {title: `keep ${result.slice('kept: '.length)}`, run: () => Promise.resolve(result)};
}
