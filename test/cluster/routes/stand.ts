import {connect} from '../../../source/kube/client.ts';
import {loadConnection} from '../../../source/kube/connection.ts';
import type {Cluster} from '../../../source/objects/cluster.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {routemapName} from '../../../source/routing/app-spec.ts';
import {routingObjects} from '../../../source/routing/routing-objects.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import type {Address} from '../testbed/address.ts';
import {addSharedGateway, sharedGateway} from '../testbed/gateway-api.ts';
import {httpGet} from '../testbed/http-get.ts';
import {addLoopbackAddresses} from '../testbed/loopback-addresses.ts';
import {freePorts} from '../testbed/ports.ts';
import {startTestbed, type MeshTestbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {forEachAtOnce} from './ask.ts';
import {startEchoServers, type EchoServers} from './echo-servers.ts';
import {applyObjects, createNamespace, versionObjects} from './objects.ts';
import {casesOf, versionNames, type AppCase, type Setup} from './setups.ts';

/** A mesh with every app of some setups in it, routed, in front of servers that tell what they were asked. */
export interface Stand {
	readonly testbed: MeshTestbed;
	readonly cluster: Cluster;
	/** Where the shared gateway's listener is. */
	readonly shared: Address;
	readonly echo: EchoServers;
	readonly cases: readonly AppCase[];
	/** Where requests to the apps of a setup are sent. */
	readonly entranceOf: (setup: Setup) => Address;
	/** The address of a version's server. */
	readonly addressOf: (setup: Setup, version: string) => string;
	readonly stop: () => Promise<void>;
}

type IsWanted = (appCase: AppCase) => boolean;

/**
 * Starts it all; what was started is stopped again when something fails.
 * @param isWanted Which apps of the setups there shall be. @default all
 */
export async function startStand(setups: readonly Setup[], isWanted: IsWanted = () => true): Promise<Stand> {
	const ends: (() => Promise<void>)[] = [];
	try {
		return {...(await startParts(setups, isWanted, ends)), stop: async () => inReverse(ends)};
	} catch (error) {
		await inReverse(ends);
		throw error;
	}
}

/** Ends what was begun, the last first. */
export async function inReverse(ends: (() => Promise<void>)[]): Promise<void> {
	for (let end = ends.pop(); end; end = ends.pop()) await end();
}

async function startParts(
	setups: readonly Setup[],
	isWanted: IsWanted,
	ends: (() => Promise<void>)[],
): Promise<Omit<Stand, 'stop'>> {
	const loopback = await addLoopbackAddresses(setups.length * versionNames.length);
	ends.push(async () => loopback.remove());
	const [port = 0] = await freePorts(1);
	const echo = await startEchoServers(loopback.addresses, port);
	ends.push(async () => echo.close());
	const testbed = await startTestbed({mesh: true});
	ends.push(async () => testbed.stop());
	const cluster = connect(loadConnection({kubeconfig: testbed.kubeconfig}), {version: 'test'});
	const shared = await addSharedGateway(testbed);
	const addressOf = (setup: Setup, version: string): string => {
		const place = setups.indexOf(setup) * versionNames.length + versionNames.findIndex(name => name === version);
		return loopback.addresses[place] ?? '';
	};
	for (const {namespace} of setups) await createNamespace(testbed.api, namespace);
	const objects = setups.flatMap(setup =>
		versionObjects(
			setup,
			versionNames.map(name => ({host: addressOf(setup, name), port})),
		),
	);
	await applyObjects(testbed.api, objects);
	await waitFor('the servers in the gateway', async () => {
		const {body} = await httpGet(testbed.envoyAdmin, '/clusters');
		return loopback.addresses.every(address => body.includes(`::${address}:${port}::`));
	});
	const cases = setups.flatMap(setup => casesOf(setup)).filter(isWanted);
	await route({testbed, cluster, shared}, cases);
	return {
		testbed,
		cluster,
		shared,
		echo,
		cases,
		addressOf,
		entranceOf: setup => entranceOf(setup, testbed, shared),
	};
}

/** Where requests to an app come in. */
export function entranceOf(
	{appType, mesh}: Pick<Setup, 'appType' | 'mesh'>,
	{gateway, ingress}: MeshTestbed,
	shared: Address,
): Address {
	if (mesh === 'gateway-api') return shared;
	return appType === 'kserve-knative' ? gateway : ingress;
}

/** Creates apps with the routes of their weights, and waits until the gateway has them. */
export async function route(
	{testbed, cluster, shared}: Pick<Stand, 'testbed' | 'cluster' | 'shared'>,
	cases: readonly AppCase[],
): Promise<void> {
	const objects = cases.flatMap(({app}) => allRoutingObjects(routingObjects(app)));
	await applyObjects(testbed.api, objects);
	await forEachAtOnce(cases, async ({app, weights}) =>
		applyRoutes(cluster, app.namespace, routemapName(app.name), weights),
	);
	const hosts = cases.map(({app}) => `${app.name}.${app.namespace}.svc.cluster.local`);
	await waitForRoutes(testbed, shared, hosts);
}

function allRoutingObjects({objects, routemap}: ReturnType<typeof routingObjects>): readonly KubeObject[] {
	return [...objects, routemap];
}

/** Waits until Envoy has the routes of these hosts, and those that are written after all others. */
export async function waitForRoutes(
	{api, envoyAdmin, ingress}: MeshTestbed,
	shared: Address,
	hosts: readonly string[],
): Promise<void> {
	const metadata = {name: 'last', namespace: 'default'};
	const match = {headers: {last: {exact: String(hosts.length)}}};
	await applyObjects(api, [
		{
			apiVersion: 'networking.istio.io/v1beta1',
			kind: 'VirtualService',
			metadata,
			spec: {
				gateways: ['knative-serving/knative-ingress-gateway'],
				hosts: ['last.istio'],
				http: [{match: [match], directResponse: {status: 200}}],
			},
		},
		{
			apiVersion: 'gateway.networking.k8s.io/v1',
			kind: 'HTTPRoute',
			metadata,
			spec: {
				hostnames: ['last.gateway-api'],
				parentRefs: [sharedGateway.reference],
				rules: [{filters: [{type: 'RequestRedirect', requestRedirect: {hostname: 'last.example'}}]}],
			},
		},
	]);
	const statusOf = async (address: Address, host: string): Promise<number> =>
		(await httpGet(address, '/', {host, last: String(hosts.length)})).code;
	await waitFor('the last VirtualService', async () => (await statusOf(ingress, 'last.istio')) === 200);
	await waitFor('the last HTTPRoute', async () => (await statusOf(shared, 'last.gateway-api')) === 302);
	await waitFor('the routes of all apps', async () => {
		const {body} = await httpGet(envoyAdmin, '/config_dump?resource=dynamic_route_configs');
		return hosts.every(host => body.includes(`"${host}"`));
	});
}
