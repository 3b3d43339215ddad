import type {Plan} from '../../rollout/plan.ts';
import {targetOf, type Step} from '../../rollout/step.ts';
import type {Routing, RoutingPart} from './routing.ts';

/** Plans to create what is not there yet. */
export function planInit({app, namespace, parts, warnings, labels}: Routing): Plan {
	return {
		action: 'init',
		app,
		title: app === undefined ? 'create the objects of a values file' : `set up routing for ${app}`,
		warnings,
		steps: [
			...labels.map(({resource, object}): Step => ({
				type: 'label-object',
				app: app ?? '',
				target: targetOf(resource, object, namespace),
			})),
			...parts.flatMap(part => partSteps(part, app, namespace)),
		],
	};
}

/** A route is the daemon's to write when one leads; what is only labelled has a step of its own. */
function partSteps(
	{resource, object, change, isRoute}: RoutingPart,
	app: string | undefined,
	namespace: string,
): readonly Step[] {
	if (change === 'labeled') return [];
	const target = targetOf(resource, object, namespace);
	return [
		isRoute && app !== undefined
			? {type: 'apply-route', app, target, change}
			: {type: 'apply-object', target, object, change},
	];
}
