import {expect, test} from 'vitest';
import {describeRoute} from '../../source/mesh/describe.ts';
import {routeOf} from '../../source/mesh/route.ts';
import {renderRoutes} from '../../source/routemap/render.ts';
import {defaultResourceTypes} from '../../source/routemap/resource-types.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
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

test('an object that is no route is not described', () => {
	expect(routeOf(routemapConfigMap('wisdom', ''))).toBeUndefined();
});
