import {expect, test} from 'vitest';
import {findGatewayPods} from '../../../source/metrics/gateway/gateway-pods.ts';
import {ApiError} from '../../../source/objects/cluster.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {gatewayPod} from './stand.ts';

const app = {app: 'wisdom', namespace: 'models', virtualService: undefined};
const local = {namespace: 'istio-system', name: 'knative-local-gateway'};
const signal = new AbortController().signal;

function service(name: string, namespace: string, spec: object): KubeObject {
	return {apiVersion: 'v1', kind: 'Service', metadata: {name, namespace}, spec};
}

const ingress = service('istio-ingressgateway', 'istio-system', {
	selector: {istio: 'ingressgateway'},
	ports: [{port: 80}],
});
const localGateway = service(local.name, local.namespace, {selector: {istio: 'local'}, ports: [{port: 80}]});
const appService = service('wisdom', 'models', {externalName: 'istio-ingressgateway.istio-system.svc.cluster.local'});
const localPod = {...gatewayPod('local-0'), metadata: {...gatewayPod('local-0').metadata, labels: {istio: 'local'}}};

async function found(objects: readonly KubeObject[], gateways = [local]) {
	const pods = await findGatewayPods(createMemoryCluster(objects), {...app, gateways}, signal);
	return pods.map(({namespace, name, port}) => `${namespace}/${name}:${port}`);
}

test('the pods of the gateway that requests enter by, and of those they go through, are each found once', async () => {
	const all = [ingress, localGateway, appService, gatewayPod('gateway-0'), gatewayPod('gateway-1'), localPod];
	expect(await found(all)).toEqual([
		'istio-system/local-0:15090',
		'istio-system/gateway-0:15090',
		'istio-system/gateway-1:15090',
	]);
	const both = service(local.name, local.namespace, {selector: {istio: 'ingressgateway'}, ports: [{port: 80}]});
	expect(await found([ingress, both, appService, gatewayPod('gateway-0')])).toEqual(['istio-system/gateway-0:15090']);
});

test('a gateway on the way that is not there, or stands for no pods, is left out; an entrance need not be known beside one', async () => {
	expect(await found([ingress, appService, gatewayPod('gateway-0')])).toEqual(['istio-system/gateway-0:15090']);
	expect(await found([localGateway, localPod])).toEqual(['istio-system/local-0:15090']);
	const external = service(local.name, local.namespace, {externalName: 'elsewhere.example'});
	expect(await found([ingress, external, appService, gatewayPod('gateway-0')])).toEqual([
		'istio-system/gateway-0:15090',
	]);
});

test.each([
	[
		'no gateway',
		[],
		'cannot find the gateway of app wisdom: there is no service models/wisdom; there is no virtual service models/wisdom',
	],
	[
		'a gateway without ready pods',
		[ingress, appService],
		'service istio-system/istio-ingressgateway has no ready pod (of 0 with istio=ingressgateway)',
	],
	[
		'more pods than are read',
		[ingress, appService, ...Array.from({length: 31}, (_, index) => gatewayPod(`gateway-${index}`))],
		'the gateway has 31 pods, of which at most 30 are read: name a Prometheus instead',
	],
])('%s is an error that says so', async (_, objects, message) => {
	await expect(found(objects)).rejects.toThrow(new Error(message));
});

test('a route through more gateways than any app has is not followed', async () => {
	const many = Array.from({length: 9}, (_, index) => ({namespace: 'models', name: `gateway-${index}`}));
	await expect(found([ingress, appService], many)).rejects.toThrow(
		new Error('requests of app wisdom go through 9 gateways, of which at most 8 are read'),
	);
});

test('who may not look at a Service is told, as numbers without it would be too small', async () => {
	const cluster = createMemoryCluster([ingress, localGateway, appService, gatewayPod('gateway-0'), localPod]);
	cluster.onCall = call => {
		if (call === 'get services istio-system/knative-local-gateway') {
			throw new ApiError(403, 'Forbidden', 'services "knative-local-gateway" is forbidden');
		}
	};
	await expect(findGatewayPods(cluster, {...app, gateways: [local]}, signal)).rejects.toThrow(
		'services "knative-local-gateway" is forbidden',
	);
});
