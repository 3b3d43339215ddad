import {expect, test} from 'vitest';
import {refusedParts} from '../../source/mesh/refused/refused.ts';
import {routeOf} from '../../source/mesh/route-of.ts';

/** A VirtualService of so many rules that take one path each. */
function route(rules: number) {
	const http = Array.from({length: rules}, () => ({
		match: [{uri: {exact: '/a'}}],
		route: [{destination: {host: 'owl'}}],
	}));
	return {
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name: 'owl', namespace: 'models'},
		spec: {hosts: ['owl.models'], http},
	};
}

test('a route is followed as long as it has no more than 10,000 values', () => {
	expect(routeOf(route(1100))?.rules).toHaveLength(1100);
	expect(routeOf(route(1112))).toEqual({hosts: [], rules: [], unfollowed: ['spec']});
});

test('what Envoy refuses is found in as many clauses, gateways and hosts as an object can have', () => {
	const large = {
		...route(0),
		spec: {
			hosts: Array(150_000).fill('\n'),
			gateways: Array.from({length: 20_000}, (_, index) => `g-${index}`),
			http: [{match: Array.from({length: 20_000}, () => ({gateways: ['g-0'], method: {prefix: ''}})), route: []}],
		},
	};
	expect(refusedParts(large)).toHaveLength(170_001);
});
