import {expect, test} from 'vitest';
import {findGateway, GatewayMissing} from '../../source/inference/find-gateway.ts';
import {ApiError, ConnectionError} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

const appService: KubeObject = {
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: 'wisdom', namespace: 'default'},
	spec: {type: 'ExternalName', externalName: 'knative-local-gateway.istio-system.svc.cluster.local'},
};
const route = (...gateways: readonly string[]): KubeObject => ({
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'VirtualService',
	metadata: {name: 'wisdom', namespace: 'default'},
	spec: {gateways, hosts: ['wisdom.default'], http: []},
});
const gateway = (namespace: string, name: string, port: number, protocol = 'HTTP'): KubeObject => ({
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'Gateway',
	metadata: {name, namespace},
	spec: {selector: {istio: 'ingressgateway'}, servers: [{port: {number: port, name: 'web', protocol}, hosts: ['*']}]},
});
const service = (name: string, selector: object | undefined, port: number, targetPort: number): KubeObject => ({
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name, namespace: 'istio-system'},
	spec: {...(selector && {selector}), ports: [{port: 15021}, {port, targetPort}]},
});
const pod: KubeObject = {
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: {name: 'gateway-0', namespace: 'istio-system', labels: {istio: 'ingressgateway', app: 'gateway'}},
};
const localGateway = service('knative-local-gateway', {istio: 'ingressgateway'}, 80, 8081);

interface Case {
	readonly service?: KubeObject;
	readonly virtualService?: KubeObject;
	readonly others?: readonly KubeObject[];
}

const cluster = ({others = []}: Case) => createMemoryCluster(others);
const search = async (given: Case, memory = cluster(given)) =>
	findGateway(memory, {
		app: 'wisdom',
		namespace: 'default',
		service: given.service,
		virtualService: given.virtualService,
	});

test('the Service that the app stands for is the gateway', async () => {
	expect(await search({service: appService, others: [localGateway]})).toEqual({
		namespace: 'istio-system',
		name: 'knative-local-gateway',
		port: 80,
	});
});

test.for<[string, Case, string, number]>([
	[
		'that is known by its target port',
		{
			virtualService: route('mesh', 'knative-serving/local'),
			others: [gateway('knative-serving', 'local', 8081), pod, localGateway],
		},
		'knative-local-gateway',
		80,
	],
	[
		'that is known by its own port',
		{
			virtualService: route('default/web'),
			others: [gateway('default', 'web', 8000), pod, service('web', {app: 'gateway'}, 8000, 8080)],
		},
		'web',
		8000,
	],
	[
		"in the route's own namespace",
		{virtualService: route('web'), others: [gateway('default', 'web', 8081), pod, localGateway]},
		'knative-local-gateway',
		80,
	],
	[
		'of a later gateway, when an earlier one leads nowhere',
		{
			virtualService: route('default/gone', 'default/web'),
			others: [gateway('default', 'web', 8081), pod, localGateway],
		},
		'knative-local-gateway',
		80,
	],
])("a Service in front of the route's gateway is found %s", async ([, given, name, port]) => {
	expect(await search(given)).toEqual({namespace: 'istio-system', name, port});
});

test.for<[string, Case, string]>([
	['nothing', {}, 'there is no service default/wisdom; there is no virtual service default/wisdom'],
	[
		'a Service of its own and a route inside the mesh only',
		{service: service('wisdom', {app: 'wisdom'}, 80, 80), virtualService: route('mesh')},
		'service default/wisdom stands for no other service; virtual service default/wisdom names no gateway',
	],
	[
		'a Service for one that is not there, and a gateway that is not there',
		{service: appService, virtualService: route('default/gone')},
		'service default/wisdom stands for service istio-system/knative-local-gateway, which does not exist; gateway default/gone does not exist',
	],
	[
		'a gateway without pods',
		{virtualService: route('default/web'), others: [gateway('default', 'web', 80), localGateway]},
		'there is no service default/wisdom; gateway default/web selects pods with istio=ingressgateway, of which there are none',
	],
	[
		'a gateway that only speaks HTTPS',
		{
			virtualService: route('default/web'),
			others: [gateway('default', 'web', 8081, 'HTTPS'), pod, localGateway],
		},
		'there is no service default/wisdom; gateway default/web is pod istio-system/gateway-0, which no service leads to over HTTP',
	],
	[
		'a gateway beside Services without selector or for other pods',
		{
			virtualService: route('default/web'),
			others: [
				gateway('default', 'web', 8081),
				pod,
				service('external', undefined, 8081, 8081),
				service('other', {istio: 'ingressgateway', app: 'other'}, 8081, 8081),
			],
		},
		'there is no service default/wisdom; gateway default/web is pod istio-system/gateway-0, which no service leads to over HTTP',
	],
])('an app with %s has no gateway, and the error tells why', async ([, given, looked]) => {
	await expect(search(given)).rejects.toThrow(new GatewayMissing('wisdom', [looked]));
});

test('what the API server refuses is told, and does not end the search', async () => {
	const given = {service: appService, virtualService: route('default/web')};
	const memory = cluster(given);
	memory.onCall = call => {
		throw new ApiError(403, 'Forbidden', `${call} is forbidden`);
	};
	await expect(search(given, memory)).rejects.toThrow(
		expect.objectContaining({
			message:
				"cannot find the gateway of app wisdom: get services istio-system/knative-local-gateway is forbidden; get gateways default/web is forbidden. Give the gateway's address with --url",
		}),
	);
});

test('an API server that does not answer ends the search', async () => {
	const given = {service: appService};
	const memory = cluster(given);
	memory.setReachable(false);
	await expect(search(given, memory)).rejects.toThrow(ConnectionError);
});
