import type {KubeObject} from '../../objects/object.ts';
import {resourceName} from '../../objects/resource.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import {versionAvailability} from '../../routemap/assess/availability.ts';
import type {Awaited} from '../../versions/awaited.ts';
import {versionKindOf} from '../../versions/kinds.ts';
import {assessOptions} from '../live-routes.ts';
import type {Perform} from '../step-context.ts';
import {waitUntil} from '../wait-until.ts';

/** Looks at the version's main object alone: what else it is made of is there by then, or is no matter of loading. */
export const waitReady: Perform<'wait-ready'> = async (context, {app, target}, onProgress) => {
	const {resource, name, namespace} = target;
	const found = [...context.types].flatMap(([gvrShort, type]) =>
		type.resource.plural === resource.plural ? [{gvrShort, namespace, name}] : [],
	);
	const until = (object: KubeObject | undefined): Awaited => {
		if (!object) throw new Error(`${targetWords(target)} was deleted meanwhile, not by this command`);
		if (found.length === 0) return true;
		const version = {resources: found, weight: undefined};
		const {isAvailable, reason} = versionAvailability(version, () => object, assessOptions(context));
		const failure = isAvailable ? undefined : versionKindOf(object)?.failure(object);
		if (failure !== undefined)
			throw new Error(`${reason}: drop it with "kubectl iter8 abort ${app} -n ${context.namespace}"`);
		return isAvailable || reason;
	};

	await waitUntil({...context, namespace}, {resource, name, onProgress, until});
	return `${resourceName(resource, name)} is ready`;
};
