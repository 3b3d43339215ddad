import {titleOf} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {httpRoutes, virtualServices, type Resource} from '../objects/resource.ts';
import {renderBudget, renderRoutes, type Rendered} from '../routemap/assess/render.ts';
import type {Routemap, RoutingTemplate} from '../routemap/routemap.ts';
import {hostFaults} from './host-faults.ts';
import {primaryAlone} from './live-route.ts';
import {ownReach, type Reach} from './reach.ts';
import {metadataFaults} from './rendered-metadata.ts';

/**
 * What a routemap may render: `renderRoutes`, with an error in place of each object that is not a routemap's to write. Routes only,
 * unless whoever runs the daemon named more kinds; nothing of metadata but names, labels and annotations, none of those ours; and no
 * hosts of other namespaces.
 */
export function permittedRoutes(
	routemap: Routemap,
	weights: readonly number[],
	types: ResourceTypes,
	reach: Reach = ownReach,
	budget = renderBudget(routemap),
): readonly Rendered[] {
	const refused = routemap.templates.flatMap(template => refusedKind(template, types, reach));
	const names = new Set(refused.map(({template}) => template));
	const templates = routemap.templates.filter(({name}) => !names.has(name));
	const rendered = renderRoutes({...routemap, templates}, weights, types, budget);
	return [...refused, ...rendered.map(route => permitted(route, reach))];
}

/** What a routemap makes while only its primary serves, while all of its versions do, and while none does; failures left out. */
export function possibleRoutes(routemap: Routemap, types: ResourceTypes): readonly RenderedRoute[] {
	const all = routemap.versions.map(() => 1);
	return [primaryAlone(routemap), all, all.map(() => 0)]
		.flatMap(weights => permittedRoutes(routemap, weights, types))
		.flatMap(route => ('object' in route ? [route] : []));
}

type RenderedRoute = Extract<Rendered, {readonly object: unknown}>;

const routes: readonly Resource[] = [virtualServices, httpRoutes];

function isRoute({group, plural}: Resource): boolean {
	return routes.some(route => route.group === group && route.plural === plural);
}

function refusedKind({name, gvrShort}: RoutingTemplate, types: ResourceTypes, reach: Reach): readonly Rendered[] {
	const resource = types.get(gvrShort)?.resource;
	if (!resource || isRoute(resource) || reach.kinds.includes(gvrShort)) return [];
	const what = `${resource.plural}${resource.group === '' ? '' : `.${resource.group}`}`;
	return [
		{
			template: name,
			error: new Error(
				`renders ${what}, but a routemap renders VirtualServices and HTTPRoutes only, unless the daemon is started with --allow-kinds ${gvrShort}`,
			),
		},
	];
}

function permitted(route: Rendered, reach: Reach): Rendered {
	if ('error' in route) return route;
	const {template, object, resource} = route;
	const faults = [...metadataFaults(object), ...(isRoute(resource) ? hostFaults(object, reach) : [])];
	const [fault] = faults;
	if (fault === undefined) return route;
	return {template, error: new Error(`${titleOf(object)} ${fault}`)};
}
