import {expect, test} from 'vitest';
import {telltale} from '../../source/mesh/route-probe.ts';
import {routeOf, type Route} from '../../source/mesh/route.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {renderRoutes} from '../../source/routemap/render.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {blueGreenSpec, canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

function routeFor(spec: string, weights: readonly number[]): Route {
	const [rendered] = renderRoutes(parseRoutemap(routemapConfigMap('wisdom', spec)), weights, defaultResourceTypes);
	const route = rendered && 'object' in rendered ? routeOf(rendered.object) : undefined;
	if (!route) throw new Error('no route');
	return route;
}

test('the candidate’s own requests tell that it was taken out of a canary', () => {
	expect(telltale(routeFor(canarySpec, [1, 1]), routeFor(canarySpec, [1, 0]))).toEqual({
		host: 'wisdom.models',
		request: {method: 'GET', path: '/', headers: {traffic: 'test'}},
		version: 'wisdom-1',
	});
});

test('nothing tells two equal routes apart, nor a canary whose primary left', () => {
	const canary = routeFor(canarySpec, [1, 1]);
	expect(telltale(canary, canary)).toBeUndefined();
	expect(telltale(canary, routeFor(canarySpec, [0, 1]))).toBeUndefined();
});

test('nothing tells routes apart that split by weight, or that do not say which version answers', () => {
	expect(telltale(routeFor(blueGreenSpec, [90, 10]), routeFor(blueGreenSpec, [90, 0]))).toBeUndefined();
	const earlier = routeFor(canarySpec, [1, 1]);
	const later = routeFor(canarySpec, [1, 0]);
	const silent = later.rules.map(rule => ({
		...rule,
		destinations: rule.destinations.map(to => ({...to, version: undefined})),
	}));
	expect(telltale(earlier, {...later, rules: silent})).toBeUndefined();
});

test('a route without a host cannot be asked', () => {
	expect(telltale(routeFor(canarySpec, [1, 1]), {...routeFor(canarySpec, [1, 0]), hosts: []})).toBeUndefined();
});
