import {expect, test} from 'vitest';
import {describeRoute, percent} from '../../source/mesh/describe.ts';
import {joinedRoutes} from '../../source/mesh/joined-routes.ts';
import {routeOf} from '../../source/mesh/route-of.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import type {AppSpec} from '../../source/routing/app-spec.ts';
import {routingObjects} from '../../source/routing/routing-objects.ts';
import {blueGreenSpec, canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

test.each([
	['canary without a candidate', canarySpec, [1, 0], 'everything → wisdom-0'],
	['canary with a candidate', canarySpec, [1, 1], 'traffic: test → wisdom-1; everything else → wisdom-0'],
	['blue-green', blueGreenSpec, [90, 10], 'everything → wisdom-0-predictor 90 %, wisdom-1-predictor 10 %'],
	['blue-green with a third', blueGreenSpec, [2, 1], 'everything → wisdom-0-predictor 67 %, wisdom-1-predictor 33 %'],
	['blue-green with one version', blueGreenSpec, [90, 0], 'everything → wisdom-0-predictor'],
])('a %s in words', (_, spec, weights, words) => {
	const [rendered] = renderRoutes(parseRoutemap(routemapConfigMap('wisdom', spec)), weights, defaultResourceTypes);
	const route = rendered && 'object' in rendered ? routeOf(rendered.object) : undefined;
	expect(route && describeRoute(route)).toBe(words);
});

const versions = [{name: 'wisdom-0'}, {name: 'wisdom-1'}, {name: 'wisdom-2'}];
const knative = {name: 'wisdom', namespace: 'models', appType: 'kserve-knative', versions} as const;

test.each<readonly [AppSpec, readonly number[], string]>([
	[
		{...knative, mesh: 'istio', strategy: 'blue-green'},
		[5, 3, 2],
		'everything → wisdom-0 50 %, wisdom-1 30 %, wisdom-2 20 %',
	],
	[{...knative, mesh: 'istio', strategy: 'blue-green'}, [5, 0, 5], 'everything → wisdom-0 50 %, wisdom-2 50 %'],
	[{...knative, mesh: 'istio', strategy: 'blue-green'}, [0, 1, 0], 'everything → wisdom-1'],
	[
		{...knative, mesh: 'gateway-api', strategy: 'blue-green'},
		[5, 3, 2],
		'everything → wisdom-0 50 %, wisdom-1 30 %, wisdom-2 20 %',
	],
	[
		{...knative, mesh: 'istio', strategy: 'canary', versions: versions.slice(0, 2)},
		[1, 1],
		'traffic: test → wisdom-1; everything else → wisdom-0',
	],
	[
		{...knative, mesh: 'gateway-api', strategy: 'canary', versions: versions.slice(0, 2)},
		[1, 1],
		'traffic: test → wisdom-1; everything else → wisdom-0',
	],
	[{...knative, mesh: 'gateway-api', strategy: 'none'}, [1, 1], 'everything → wisdom-0'],
])('%j with the weights %j in words', (app, weights, words) => {
	const routemap = parseRoutemap(routingObjects(app).routemap);
	const rendered = renderRoutes(routemap, weights, defaultResourceTypes);
	const routes = joinedRoutes(rendered.flatMap(each => ('object' in each ? [each.object] : [])));
	expect(routes.map(route => route && describeRoute(route))).toEqual([words]);
});

test('a branch that no share leads to any more is no way for requests', () => {
	const rule = (version: string): object => ({
		match: [{headers: {branch: {exact: version}}}],
		route: [{destination: {host: 'gateway'}, headers: {response: {add: {'app-version': version}}}}],
	});
	const split = {route: [{destination: {host: 'gateway'}, headers: {request: {set: {branch: 'b'}}}}]};
	const route = routeOf({
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name: 'x'},
		spec: {http: [rule('a'), rule('b'), split]},
	});
	expect(route && describeRoute(route)).toBe('everything → b');
});

test('paths that decide who gets a request are told', () => {
	const http = [
		{match: [{uri: {prefix: '/v2'}}], route: [{destination: {host: 'b'}}]},
		{match: [{headers: {traffic: {exact: 'test'}}}, {uri: {exact: '/'}}], route: [{destination: {host: 'a'}}]},
		{route: [{destination: {host: 'a'}}]},
	];
	const object = {apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'x'}, spec: {http}};
	const route = routeOf(object);
	expect(route && describeRoute(route)).toBe('uri /v2* → b; everything else → a');
});

test.each([
	[0, '0 %'],
	[0.001, '<1 %'],
	[0.335, '34 %'],
	[0.999, '>99 %'],
	[1, '100 %'],
])('the share %d in words', (share, words) => {
	expect(percent(share)).toBe(words);
});

test('an object that is no route is not described', () => {
	expect(routeOf(routemapConfigMap('wisdom', ''))).toBeUndefined();
});
