import {expect, test} from 'vitest';
import {hashOf, ingressRoute} from './ingress-route.ts';
import type {Ingress} from './ingress.ts';

const split = (revision: string, percent: number) => ({
	serviceNamespace: 'default',
	serviceName: revision,
	servicePort: 80,
	percent,
	appendHeaders: {'Knative-Serving-Namespace': 'default', 'Knative-Serving-Revision': revision},
});

const ingress: Ingress = {
	apiVersion: 'networking.internal.knative.dev/v1alpha1',
	kind: 'Ingress',
	metadata: {
		name: 'wisdom-predictor',
		namespace: 'default',
		uid: 'u1',
		labels: {'serving.knative.dev/route': 'wisdom-predictor'},
	},
	spec: {
		rules: [
			{
				hosts: [
					'wisdom-predictor.default',
					'wisdom-predictor.default.svc',
					'wisdom-predictor.default.svc.cluster.local',
				],
				visibility: 'ClusterLocal',
				http: {paths: [{splits: [split('wisdom-predictor-00001', 80), split('wisdom-predictor-00002', 20)]}]},
			},
			{
				hosts: ['wisdom-predictor.default.example.com'],
				visibility: 'ExternalIP',
				http: {paths: [{appendHeaders: {'K-Original-Host': 'x'}, splits: [split('wisdom-predictor-00002', 100)]}]},
			},
		],
	},
};

test('an Ingress becomes a VirtualService with a route for each path, and one more for who asks for its state', () => {
	const local = 'knative-serving/knative-local-gateway';
	const external = 'knative-serving/knative-ingress-gateway';
	const hash = hashOf(ingress);
	const destination = (revision: string, weight: number) => ({
		destination: {host: `${revision}.default.svc.cluster.local`, port: {number: 80}},
		weight,
		headers: {request: {set: {'Knative-Serving-Namespace': 'default', 'Knative-Serving-Revision': revision}}},
	});
	const both = [destination('wisdom-predictor-00001', 80), destination('wisdom-predictor-00002', 20)];
	const asked = {headers: {'k-network-hash': {exact: 'override'}}};
	const inside = {gateways: [local], authority: {prefix: 'wisdom-predictor.default'}};
	const outside = {gateways: [external], authority: {prefix: 'wisdom-predictor.default.example.com'}};
	expect(ingressRoute(ingress)).toEqual({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {
			name: 'wisdom-predictor-ingress',
			namespace: 'default',
			labels: {
				'serving.knative.dev/route': 'wisdom-predictor',
				'networking.internal.knative.dev/ingress': 'wisdom-predictor',
			},
			ownerReferences: [
				{
					apiVersion: 'networking.internal.knative.dev/v1alpha1',
					kind: 'Ingress',
					name: 'wisdom-predictor',
					uid: 'u1',
					controller: true,
					blockOwnerDeletion: true,
				},
			],
		},
		spec: {
			gateways: [external, local],
			hosts: [
				'wisdom-predictor.default',
				'wisdom-predictor.default.example.com',
				'wisdom-predictor.default.svc',
				'wisdom-predictor.default.svc.cluster.local',
			],
			http: [
				{match: [{...inside, ...asked}], route: both, headers: {request: {set: {'K-Network-Hash': hash}}}, retries: {}},
				{match: [inside], route: both, retries: {}},
				{
					match: [{...outside, ...asked}],
					route: [destination('wisdom-predictor-00002', 100)],
					headers: {request: {set: {'K-Original-Host': 'x', 'K-Network-Hash': hash}}},
					retries: {},
				},
				{
					match: [outside],
					route: [destination('wisdom-predictor-00002', 100)],
					headers: {request: {set: {'K-Original-Host': 'x'}}},
					retries: {},
				},
			],
		},
	});
});

test('a path has its own hosts, headers and rewritten host', () => {
	const path = {
		path: '/v1',
		headers: {'Knative-Serving-Tag': {exact: 'blue'}},
		rewriteHost: 'inside',
		splits: [split('a', 100)],
	};
	const rule = {hosts: ['wisdom.default'], visibility: 'ClusterLocal', http: {paths: [path]}} as const;
	const {http} = ingressRoute({...ingress, spec: {rules: [rule]}})['spec'] as {readonly http: readonly unknown[]};
	expect(http[1]).toMatchObject({
		match: [{uri: {prefix: '/v1'}, headers: {'knative-serving-tag': {exact: 'blue'}}}],
		rewrite: {authority: 'inside'},
	});
});

test('each state of an Ingress has a hash of its own', () => {
	expect(hashOf(ingress)).not.toBe(hashOf({...ingress, spec: {rules: ingress.spec.rules.slice(1)}}));
	expect(hashOf(ingress)).toMatch(/^[0-9a-f]{64}$/);
});
