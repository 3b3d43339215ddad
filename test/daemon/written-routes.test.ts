import {expect, test} from 'vitest';
import {WrittenRoutes} from '../../source/daemon/written-routes.ts';
import type {KubeObject} from '../../source/objects/object.ts';

function version(resourceVersion: string): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models', resourceVersion},
	};
}

test('a route is what was written until the informer has caught up', () => {
	const routes = new WrittenRoutes();
	expect(routes.latest('wisdom', undefined)).toBeUndefined();
	routes.note('wisdom', version('10'));
	expect(routes.latest('wisdom', undefined)).toEqual(version('10'));
	expect(routes.latest('wisdom', version('9'))).toEqual(version('10'));
	expect(routes.latest('wisdom', version('10'))).toEqual(version('10'));
	expect(routes.latest('wisdom', version('11'))).toEqual(version('11'));
	expect(routes.latest('other', undefined)).toBeUndefined();
});

test('an update that only repeats our own write, or comes before it, is none', () => {
	const routes = new WrittenRoutes();
	routes.note('wisdom', version('10'));
	expect(routes.informed('wisdom', version('9'), version('8'))).toBe(true);
	expect(routes.informed('wisdom', version('10'), version('9'))).toBe(true);
	expect(routes.informed('wisdom', version('10'), version('9'))).toBe(false);
});

test('an update by someone else is one, whenever it comes', () => {
	const routes = new WrittenRoutes();
	expect(routes.informed('wisdom', version('9'), undefined)).toBe(false);
	routes.note('wisdom', version('10'));
	expect(routes.informed('wisdom', version('11'), version('9'))).toBe(false);
	expect(routes.latest('wisdom', version('11'))).toEqual(version('11'));
});

test('a route that was deleted after our write is gone', () => {
	const routes = new WrittenRoutes();
	routes.note('wisdom', version('10'));
	expect(routes.informed('wisdom', undefined, version('10'))).toBe(false);
	expect(routes.latest('wisdom', undefined)).toBeUndefined();
});

test('a route that was deleted before the answer to our write came is gone', () => {
	const routes = new WrittenRoutes();
	routes.informed('wisdom', version('10'), undefined);
	routes.informed('wisdom', undefined, version('10'));
	routes.note('wisdom', version('10'));
	expect(routes.latest('wisdom', undefined)).toBeUndefined();
	routes.note('wisdom', version('12'));
	expect(routes.latest('wisdom', undefined)).toEqual(version('12'));
});

test('versions are compared as numbers', () => {
	const routes = new WrittenRoutes();
	routes.note('wisdom', version('99999999999999999999'));
	expect(routes.latest('wisdom', version('100000000000000000000'))).toEqual(version('100000000000000000000'));
	expect(routes.latest('wisdom', version('strange'))).toEqual(version('99999999999999999999'));
});

test('of routes that are gone the last thousand are remembered', () => {
	const routes = new WrittenRoutes();
	routes.informed('first', undefined, version('10'));
	for (let index = 0; index < 999; index++) routes.informed(`route-${index}`, undefined, version('10'));
	routes.note('first', version('10'));
	expect(routes.latest('first', undefined)).toBeUndefined();
	routes.informed('one more', undefined, version('10'));
	routes.note('first', version('10'));
	expect(routes.latest('first', undefined)).toEqual(version('10'));
	routes.note('one more', version('10'));
	expect(routes.latest('one more', undefined)).toBeUndefined();
});
