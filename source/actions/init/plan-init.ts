import {verbFieldManager} from '../../objects/labels.ts';
import {resourceName} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import type {ActionContext} from '../action-context.ts';
import type {Plan, Step} from '../plan.ts';
import {bringRoutesInForce} from '../routes-in-force.ts';
import {labelStep} from './label-step.ts';
import type {Routing, RoutingPart} from './routing.ts';

/** Plans to create what is not there yet. */
export function planInit(given: ActionContext, routing: Routing): Plan {
	const {app, namespace, parts, warnings, labels, claim} = routing;
	const context = {...given, namespace};
	return {
		title: app === undefined ? 'create the objects of a values file' : `set up routing for ${app}`,
		warnings,
		steps: [
			...labels.map(each => labelStep(context, each, claim)),
			...parts
				.filter(({change}) => change !== 'labeled')
				.map(part => (part.isRoute && app !== undefined ? routeStep(context, app, part) : createStep(context, part))),
		],
	};
}

const imperatives = {created: 'create', configured: 'configure', labeled: 'label', unchanged: 'keep'} as const;

function createStep({cluster, signal}: ActionContext, {resource, object, change}: RoutingPart): Step {
	const name = resourceName(resource, object.metadata.name);
	return {
		title: `${imperatives[change]} ${objectWords(object)}`,
		run: async () => {
			const force = change === 'configured';
			if (change !== 'unchanged') {
				await cluster.apply(resource, object, {fieldManager: verbFieldManager, force, signal});
			}

			return `${name} ${change}`;
		},
	};
}

/** A route is the daemon's to write when one leads. */
function routeStep(context: ActionContext, app: string, {resource, object, change}: RoutingPart): Step {
	const name = resourceName(resource, object.metadata.name);
	return {
		title: `${imperatives[change]} ${objectWords(object)}`,
		run: async progress => {
			if (change !== 'unchanged') await bringRoutesInForce(context, app, progress);
			return `${name} ${change}`;
		},
	};
}
