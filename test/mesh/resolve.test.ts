import {expect, test} from 'vitest';
import {listenersOf, type Listener} from '../../source/mesh/listener.ts';
import {resolve, type GatewayRequest} from '../../source/mesh/resolve.ts';
import {routingTable} from '../../source/mesh/routing-table.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {blueGreenSpec, canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

const anyHost = [{host: '*', namespace: undefined}];
const listeners: readonly Listener[] = ['knative-ingress-gateway', 'knative-local-gateway'].map(name => ({
	gateway: `knative-serving/${name}`,
	routeKind: 'VirtualService',
	section: undefined,
	port: 80,
	hosts: anyHost,
}));

function routes(spec: string, weights: readonly number[]): readonly KubeObject[] {
	return renderRoutes(parseRoutemap(routemapConfigMap('wisdom', spec)), weights, defaultResourceTypes).flatMap(
		rendered =>
			'object' in rendered ? [withSpec(rendered.object, {gateways: ['knative-serving/knative-local-gateway']})] : [],
	);
}

function withSpec(object: KubeObject | undefined, change: object): KubeObject {
	if (!object) throw new Error('no route');
	return {...object, spec: {...(object['spec'] as object), ...change}};
}

function reasonFor(objects: readonly KubeObject[], request: Partial<GatewayRequest>, random = 0): string {
	const table = routingTable(objects, listeners);
	const whole = {method: 'GET', path: '/', host: 'wisdom.models', headers: {}, ...request};
	const resolution = resolve(table, whole, () => random);
	const where =
		resolution.kind === 'forward'
			? `${resolution.destination.version ?? resolution.destination.host} at ${resolution.host}${resolution.path}`
			: resolution.status;
	return `${where}, by ${resolution.reason}`;
}

test('where the requests of a canary go, and why', () => {
	const canary = routes(canarySpec, [1, 1]);
	expect([
		reasonFor(canary, {headers: {traffic: 'test'}}),
		reasonFor(canary, {}),
		reasonFor(canary, {host: 'nobody.models'}),
		reasonFor([], {}),
	]).toEqual([
		'wisdom-1 at wisdom.models/, by VirtualService models/wisdom, rule candidate: traffic: test',
		'wisdom-0 at wisdom.models/, by VirtualService models/wisdom, rule primary: everything',
		'404, by no route has the host nobody.models',
		'404, by no route has the host wisdom.models',
	]);
});

test.each([
	[0, 'wisdom-0'],
	[0.899, 'wisdom-0'],
	[0.9, 'wisdom-1'],
	[0.999, 'wisdom-1'],
])('of weights 90 and 10, the number %d draws %s', (random, version) => {
	expect(reasonFor(routes(blueGreenSpec, [90, 10]), {}, random)).toContain(version);
});

test('a route whose rules do not take the request is named', () => {
	const [canary] = routes(canarySpec, [1, 1]);
	const spec = canary?.['spec'] as {readonly http: readonly unknown[]};
	const without = [withSpec(canary, {http: spec.http.slice(0, 1)})];
	expect(reasonFor(without, {})).toBe(
		'404, by VirtualService models/wisdom has the host, but no rule that takes the request',
	);
});

test('clauses that cannot be decided are taken for not met', () => {
	const [canary] = routes(canarySpec, [1, 1]);
	const spec = canary?.['spec'] as {readonly http: readonly object[]};
	const unclear = spec.http.map((rule, index) =>
		index === 0 ? {...rule, match: [{uri: {regex: '('}}, {sourceLabels: {a: 'b'}}]} : rule,
	);
	expect(reasonFor([withSpec(canary, {http: unclear})], {headers: {traffic: 'test'}})).toContain('rule primary');
});

test('a rule without a destination is answered 503', () => {
	const [canary] = routes(canarySpec, [1, 0]);
	expect(reasonFor([withSpec(canary, {http: [{name: 'empty'}]})], {})).toBe(
		'503, by VirtualService models/wisdom, rule empty: everything, which has no destination',
	);
});

test('the same objects are read anew for other listeners', () => {
	const canary = routes(canarySpec, [1, 1]);
	const sizes = [[], listeners, listeners.slice(0, 1), listeners].map(each => routingTable(canary, each).size);
	expect(sizes).toEqual([0, 1, 0, 1]);
});

test('the listeners of gateways', () => {
	const gateway = (apiVersion: string, spec: unknown): KubeObject => ({
		apiVersion,
		kind: 'Gateway',
		metadata: {name: 'entry', namespace: 'models'},
		spec,
	});
	const istio = {
		selector: {istio: 'ingressgateway'},
		servers: [
			{port: {number: 80, protocol: 'HTTP'}, hosts: ['*', './A.example', 'other/*.example']},
			{port: {number: 443, protocol: 'HTTPS'}, hosts: ['*']},
		],
	};
	expect(listenersOf(gateway('networking.istio.io/v1', istio))).toEqual([
		{
			gateway: 'models/entry',
			routeKind: 'VirtualService',
			section: undefined,
			port: 80,
			hosts: [
				{host: '*', namespace: undefined},
				{host: 'a.example', namespace: 'models'},
				{host: '*.example', namespace: 'other'},
			],
		},
	]);
	expect(listenersOf(gateway('networking.istio.io/v1', {...istio, selector: {istio: 'egressgateway'}}))).toEqual([]);
	const api = {
		listeners: [
			{name: 'http', port: 8080, protocol: 'HTTP'},
			{name: 'tls', port: 443, protocol: 'TLS'},
		],
	};
	expect(listenersOf(gateway('gateway.networking.k8s.io/v1', api))).toEqual([
		{
			gateway: 'models/entry',
			routeKind: 'HTTPRoute',
			section: 'http',
			port: 8080,
			hosts: [{host: '*', namespace: 'models'}],
		},
	]);
	expect(listenersOf(routemapConfigMap('wisdom', ''))).toEqual([]);
});
