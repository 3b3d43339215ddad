import {describe, expect, test} from 'vitest';
import {chartObjects, inNamespace} from '../../source/charts/chart-objects.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {permittedRoutes} from '../../source/ownership/permitted-routes.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {comparable, goldenCases, type GoldenRoute} from './cases.ts';

const cases = goldenCases(process.env['ITER8_GOLDENS'] ?? '');

test('the folder has cases', () => {
	expect(cases.length).toBeGreaterThan(0);
});

describe.each(cases.map(golden => [golden.name, golden] as const))('%s', (_, golden) => {
	if (golden.error !== undefined) {
		test(`is refused: ${golden.error}`, () => {
			expect(() => chartObjects(golden.values, {release: 'wisdom', namespace: 'default'})).toThrow(golden.error);
		});
		return;
	}

	const {values, namespace, release, objects, routemap, routes} = golden;
	const own = (): readonly KubeObject[] => chartObjects(values, {release, namespace});

	test('the chart’s objects', () => {
		expect(comparable(own())).toEqual(comparable(objects));
	});

	for (const route of routes) {
		test(`our template ${route.template} at ${route.weights.join(', ')}`, () => {
			const [ownRoutemap] = own().filter(({kind, metadata}) => kind === 'ConfigMap' && isRoutemap(metadata.labels));
			expect(routeOf(ownRoutemap, namespace, route)).toEqual(inPlace(route.object, namespace));
		});

		test(`Iter8’s template ${route.template} at ${route.weights.join(', ')}`, () => {
			expect(routeOf(routemap, namespace, route)).toEqual(inPlace(route.object, namespace));
		});
	}
});

function isRoutemap(labels: Readonly<Record<string, string>> = {}): boolean {
	return labels['iter8.tools/kind'] === 'routemap';
}

function routeOf(routemap: KubeObject | undefined, namespace: string, {template, weights}: GoldenRoute): unknown {
	const placed = inNamespace(routemap ? [routemap] : [], namespace).map(object => parseRoutemap(object));
	const rendered = placed
		.flatMap(parsed => permittedRoutes(parsed, weights, defaultResourceTypes))
		.find(each => each.template === template);
	if (!rendered) return undefined;
	if ('error' in rendered) throw rendered.error;
	const {ownerReferences: _, ...metadata} = rendered.object.metadata;
	return {...rendered.object, metadata};
}

/** A route that names no namespace is applied in its routemap's. */
function inPlace(object: KubeObject, namespace: string): KubeObject {
	return {...object, metadata: {namespace, ...object.metadata}};
}
