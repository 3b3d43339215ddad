import {expect, test} from 'vitest';
import {apiVersionOf, configMaps, httpRoutes, resourceName, virtualServices} from '../../source/objects/resource.ts';

test('a resource of the core group has a version only', () => {
	expect([configMaps, virtualServices, httpRoutes].map(resource => apiVersionOf(resource))).toEqual([
		'v1',
		'networking.istio.io/v1beta1',
		'gateway.networking.k8s.io/v1',
	]);
});

test('objects are named as kubectl names them', () => {
	expect(resourceName(configMaps, 'wisdom-routemap')).toBe('configmap/wisdom-routemap');
	expect(resourceName(virtualServices, 'wisdom')).toBe('virtualservice.networking.istio.io/wisdom');
});
