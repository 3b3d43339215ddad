import {expect, test} from 'vitest';
import {routeOf} from '../../source/mesh/route-of.ts';
import {routeProbe} from '../../source/mesh/route-probe.ts';
import type {Route} from '../../source/mesh/route.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {blueGreenSpec, canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

function routeFor(spec: string, weights: readonly number[]): Route {
	const [rendered] = renderRoutes(parseRoutemap(routemapConfigMap('wisdom', spec)), weights, defaultResourceTypes);
	const route = rendered && 'object' in rendered ? routeOf(rendered.object) : undefined;
	if (!route) throw new Error('no route');
	return route;
}

test('the candidate’s own requests tell that it was taken out of a canary', () => {
	expect(routeProbe(routeFor(canarySpec, [1, 1]), routeFor(canarySpec, [1, 0]), 'models')).toEqual({
		host: 'wisdom.models',
		request: {method: 'GET', path: '/', headers: {traffic: 'test'}},
		version: 'wisdom-1',
		namespace: 'models',
	});
});

test('nothing tells two equal routes apart, nor a canary whose primary left', () => {
	const canary = routeFor(canarySpec, [1, 1]);
	expect(routeProbe(canary, canary, 'models')).toBeUndefined();
	expect(routeProbe(canary, routeFor(canarySpec, [0, 1]), 'models')).toBeUndefined();
});

test('nothing tells routes apart that split by weight, or that do not say which version answers', () => {
	expect(routeProbe(routeFor(blueGreenSpec, [90, 10]), routeFor(blueGreenSpec, [90, 0]), 'models')).toBeUndefined();
	const earlier = routeFor(canarySpec, [1, 1]);
	const later = routeFor(canarySpec, [1, 0]);
	const silent = later.rules.map(rule => ({
		...rule,
		destinations: rule.destinations.map(to => ({...to, version: undefined})),
	}));
	expect(routeProbe(earlier, {...later, rules: silent}, 'models')).toBeUndefined();
});

test('a route without a host cannot be asked', () => {
	expect(
		routeProbe(routeFor(canarySpec, [1, 1]), {...routeFor(canarySpec, [1, 0]), hosts: []}, 'models'),
	).toBeUndefined();
});
