import {expect, test} from 'vitest';
import {routingTableOf} from '../../source/mesh/named-listeners.ts';
import {possibilities, receivedBy} from '../../source/mesh/outcomes.ts';
import {resolve, type GatewayRequest} from '../../source/mesh/resolve.ts';
import type {KubeObject} from '../../source/objects/object.ts';

function virtualService(http: readonly unknown[], spec: object = {}): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {hosts: ['wisdom.models'], http, ...spec},
	};
}

const request: GatewayRequest = {method: 'POST', path: '/', host: 'wisdom.models', headers: {trace: 'on'}};
const to = (host: string, weight?: number): object => ({destination: {host}, ...(weight !== undefined && {weight})});

test('each destination is possible by its weight, and what has none is not', () => {
	const table = routingTableOf([
		virtualService([
			{route: [to('a', 3), to('b', 0), to('c', 1)], mirrors: [{destination: {host: 'd'}, percentage: {value: 0.1}}]},
		]),
	]);
	const found = possibilities(table, request).map(({weight, totalWeight, resolution}) =>
		resolution.kind === 'forward'
			? [weight, totalWeight, resolution.destination.host, resolution.mirrors]
			: resolution.kind,
	);
	const mirrors = [{host: 'd.models.svc.cluster.local', port: undefined, percent: 0.1}];
	expect(found).toEqual([
		[3, 4, 'a.models.svc.cluster.local', mirrors],
		[1, 4, 'c.models.svc.cluster.local', mirrors],
	]);
});

test('what the gateway itself answers is certain', () => {
	const answers = (...http: readonly unknown[]) =>
		possibilities(routingTableOf([virtualService(http)]), request).map(({resolution, tried, totalWeight}) => [
			totalWeight,
			resolution.kind === 'reply' ? resolution.status : resolution.kind,
			tried.length,
		]);
	const other = {match: [{uri: {exact: '/other'}}], route: [to('a')]};
	expect(answers(other)).toEqual([[1, 404, 1]]);
	expect(answers(other, {redirect: {uri: '/x'}})).toEqual([[1, 301, 1]]);
	expect(answers(other, {directResponse: {status: 418}})).toEqual([[1, 418, 1]]);
	expect(answers({route: [to('a', 0), to('b', 0)]})).toEqual([[1, 503, 0]]);
	expect(possibilities(routingTableOf([]), request)).toMatchObject([{resolution: {status: 404}, tried: []}]);
});

test('drawing by chance gives what is possible, as often as it says', () => {
	const table = routingTableOf([virtualService([{route: [to('a', 1), to('b', 2), to('c', 7)]}])]);
	const counts = new Map<string, number>();
	for (let draw = 0; draw < 1000; draw++) {
		const drawn = resolve(table, request, () => (draw + 0.5) / 1000);
		const host = drawn.kind === 'forward' ? drawn.destination.host : '';
		counts.set(host, (counts.get(host) ?? 0) + 1);
	}

	const expected = possibilities(table, request).map(({resolution, weight, totalWeight}) => [
		resolution.kind === 'forward' ? resolution.destination.host : '',
		(1000 * weight) / totalWeight,
	]);
	expect([...counts]).toEqual(expected);
});

test('the destination receives what rule and destination make of the request', () => {
	const headers = {request: {set: {branch: 'b', Host: 'b.models'}, remove: ['trace']}};
	const table = routingTableOf([virtualService([{rewrite: {uri: '/v2'}, route: [{...to('b'), headers}]}])]);
	const [found] = possibilities(table, {...request, headers: {...request.headers, kept: ['1', '2']}});
	expect(
		found?.resolution.kind === 'forward' && receivedBy(found.resolution, {...request, headers: {kept: ['1', '2']}}),
	).toEqual({
		method: 'POST',
		host: 'b.models',
		path: '/v2',
		headers: {kept: ['1', '2'], branch: ['b']},
	});
});

test('the gateways of routes are those that they name, and the sidecars', () => {
	const http = [{route: [to('a')]}];
	const hosts = (route: KubeObject) => [...routingTableOf([route]).keys()];
	expect(hosts(virtualService(http))).toEqual(['wisdom.models']);
	expect(hosts(virtualService(http, {gateways: ['entry', 'others/entry']}))).toEqual(['wisdom.models']);
	const httpRoute = (parentRefs: readonly unknown[]): KubeObject => ({
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name: 'wisdom', namespace: 'models'},
		spec: {hostnames: ['wisdom.models'], parentRefs, rules: [{backendRefs: [{name: 'a', port: 80}]}]},
	});
	expect(hosts(httpRoute([{name: 'entry', sectionName: 'http', port: 8080}]))).toEqual(['wisdom.models']);
	expect(hosts(httpRoute([{kind: 'Service', group: '', name: 'wisdom'}]))).toEqual(['wisdom.models']);
	expect(hosts(httpRoute([]))).toEqual([]);
});
