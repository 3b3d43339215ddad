import {describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {findServicePod} from '../../source/kube/service-pod.ts';
import {sendJson, startServer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

const service = {
	metadata: {name: 'gateway', namespace: 'istio-system'},
	spec: {
		selector: {istio: 'ingressgateway', tier: 'edge'},
		ports: [{port: 80, targetPort: 8081}, {port: 81}, {port: 82, targetPort: 'http'}, {port: 83, targetPort: 'none'}],
	},
};
const pod = (name: string, ready: string, metadata = {}) => ({
	metadata: {name, namespace: 'istio-system', ...metadata},
	spec: {containers: [{name: 'a'}, {name: 'b', ports: [{name: 'http', containerPort: 9000}]}]},
	status: {
		conditions: [
			{type: 'Initialized', status: 'True'},
			{type: 'Ready', status: ready},
		],
	},
});
const somePods = [
	pod('starting', 'False'),
	pod('ending', 'True', {deletionTimestamp: '2026-01-01T00:00:00Z'}),
	pod('good', 'True'),
	pod('good too', 'True'),
];

async function find(port: number, pods: readonly object[] = somePods, found: object = service) {
	const {url, received} = await startServer(({url: path}, response) =>
		sendJson(response, path.includes('/pods') ? {items: pods} : found),
	);
	const result = findServicePod(connect(connectionTo(url), {version: '0'}), 'istio-system', 'gateway', port);
	return {result, received};
}

describe('findServicePod', () => {
	it('asks for the pods that the Service selects', async () => {
		const {result, received} = await find(80);
		await result;
		expect(received.map(({url}) => url)).toEqual([
			'/api/v1/namespaces/istio-system/services/gateway',
			'/api/v1/namespaces/istio-system/pods?labelSelector=istio%3Dingressgateway%2Ctier%3Dedge&limit=500',
		]);
	});

	it.each([
		['a number', 80, 8081],
		['the same', 81, 81],
		['a name', 82, 9000],
	])('finds the first ready pod and the port on it, where the target is %s', async (_, port, expected) => {
		const {result} = await find(port);
		expect(await result).toEqual({pod: 'good', port: expected});
	});

	it.each<[string, number, readonly object[], object, string]>([
		['the port', 99, somePods, service, 'service istio-system/gateway has no port 99 (it has: 80, 81, 82, 83)'],
		['a port with that name', 83, somePods, service, 'pod istio-system/good has no container port named "none"'],
		[
			'a ready pod',
			80,
			somePods.slice(0, 2),
			service,
			'service istio-system/gateway has no ready pod (of 2 with istio=ingressgateway,tier=edge)',
		],
		[
			'a selector',
			80,
			somePods,
			{...service, spec: {ports: [{port: 80}]}},
			'service istio-system/gateway selects no pods, so there is nothing to forward to',
		],
	])('says that %s is missing', async (_, port, pods, found, message) => {
		const {result} = await find(port, pods, found);
		await expect(result).rejects.toThrow(new Error(message));
	});
});
