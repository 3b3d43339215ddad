import type {LookupFunction} from 'node:net';
import {versionsIn} from '../info/app-objects.ts';
import {knownRoutemap} from '../info/known-routemap.ts';
import type {VersionName} from '../info/version-host.ts';
import {servedName} from '../kserve/served-name.ts';
import {findLeaderSettings} from '../kube/find-daemon.ts';
import {findRoutemap} from '../kube/find-routemap.ts';
import {noSuchApp} from '../kube/no-such-app.ts';
import type {Target} from '../kube/target.ts';
import {find, hasReason} from '../objects/cluster.ts';
import {getIfAllowed} from '../objects/get-if-allowed.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {httpRoutes, inferenceServices, services, virtualServices} from '../objects/resource.ts';
import {endpointOf, endpointOfVersion, type Endpoint} from './endpoint.ts';
import {findGateway} from './find-gateway.ts';
import {forwardedGateway} from './forwarded-gateway.ts';
import type {GatewayAccess} from './gateway-access.ts';
import {openGateway, type Gateway} from './gateway.ts';
import {withToken} from './with-token.ts';

/** An app as requests reach it. Close the gateway at the end. */
export interface AppGateway {
	readonly gateway: Gateway;
	readonly endpoint: Endpoint;
	readonly namespace: string;
	/** Names that requests may have for the model: the app's, and those of its versions as far as its routemap could be read. */
	readonly names: readonly string[];
}

export interface AppGatewayOptions {
	/** Address of the gateway; without it its Service is looked up, and each connection is forwarded through the API server. */
	readonly url?: string | undefined;
	/** How the host of that address is resolved; undefined takes every address. */
	readonly lookup?: LookupFunction | undefined;
	/** How the gateway at that address is trusted, and the token of each request. */
	readonly access?: GatewayAccess | undefined;
	/** Headers that requests will carry, names in lower case; they decide which version's model is meant. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The version that shall answer, in place of headers that choose one. */
	readonly version?: string;
	/** Path that this version is going to be asked, as the app has it; undefined for the model's inference path. */
	readonly path?: string | undefined;
}

/** Who looks for a gateway. */
export interface GatewaySeeker {
	readonly connect: () => Promise<Target>;
	readonly now: () => Date;
	readonly signal: AbortSignal;
}

/** Opens the gateway of an app, without sending anything through it. Rejects when there is no such app, or no gateway is found. */
export async function openAppGateway(
	{connect, now, signal}: GatewaySeeker,
	app: string,
	{url, lookup, access = {}, headers = {}, version, path}: AppGatewayOptions,
): Promise<AppGateway> {
	const target = await connect();
	const {cluster, namespace} = target;
	const {kind, name, versions} = await routingOf({cluster, namespace, now, signal}, app);
	const virtualService = await find(cluster, virtualServices, namespace, name, signal);
	const isHttpRoute = kind === httpRoutes.kind && version !== undefined;
	const httpRoute = isHttpRoute ? await find(cluster, httpRoutes, namespace, name, signal) : undefined;
	const service = await find(cluster, services, namespace, app, signal);
	if (service === undefined && virtualService === undefined) {
		const {types} = await findLeaderSettings({cluster, namespace, now, signal});
		throw await noSuchApp({cluster, namespace, types, signal}, app);
	}

	const routing = {app, namespace, virtualService, versions};
	const isTold = version === undefined || virtualService !== undefined || httpRoute !== undefined;
	const served = isTold ? undefined : await modelNameOf(cluster, {version, versions, namespace}, signal);
	const endpoint =
		version === undefined
			? endpointOf({...routing, headers})
			: endpointOfVersion({...routing, httpRoute, path, modelName: served}, version);
	const place = {endpoint, namespace, names: [app, ...versions.map(each => each.name)]};
	if (url !== undefined) return {gateway: withToken(openGateway(url, lookup, access), access.token), ...place};
	const found = await findGateway(cluster, {app, namespace, service, virtualService}, signal);
	return {gateway: withToken(await forwardedGateway(target, found, signal), access.token), ...place};
}

/** Under which name a version's own server has its model; undefined where that is for others to say. */
async function modelNameOf(
	cluster: Target['cluster'],
	{version, versions, namespace}: Pick<AppRouting, 'versions'> & {readonly version: string; readonly namespace: string},
	signal: AbortSignal,
): Promise<string | undefined> {
	const home = versions.find(({name}) => name === version)?.namespace ?? namespace;
	const {object} = await getIfAllowed({cluster, signal}, inferenceServices, home, version);
	return object && servedName(object).name;
}

interface AppRouting {
	readonly kind: string;
	/** Name of the app's route. */
	readonly name: string;
	readonly versions: readonly VersionName[];
}

/** What an app's routemap says of its routing; the VirtualService is the app's where it names none, or where routemaps may not be listed. */
async function routingOf(
	{cluster, namespace, now, signal}: Pick<Target, 'cluster' | 'namespace'> & Omit<GatewaySeeker, 'connect'>,
	app: string,
): Promise<AppRouting> {
	const fallback = {kind: virtualServices.kind, name: app};
	try {
		const {routemap} = await findRoutemap(cluster, namespace, app, signal);
		if (!routemap) return {...fallback, versions: []};
		const {types} = await findLeaderSettings({cluster, namespace, now, signal});
		return {...(routeIn(routemap, types) ?? fallback), versions: versionsIn(routemap, types)};
	} catch (error) {
		if (hasReason(error, 'Forbidden')) return {...fallback, versions: []};
		throw error;
	}
}

function routeIn(configMap: KubeObject, types: ResourceTypes): Pick<AppRouting, 'kind' | 'name'> | undefined {
	const known = knownRoutemap(configMap);
	if ('error' in known) return undefined;
	const weights = known.routemap.versions.map(() => 1);
	const rendered = known.render(weights, types);
	const objects = rendered.flatMap(route => ('object' in route ? [route.object] : []));
	const route = objects.find(({kind}) => kind === virtualServices.kind || kind === httpRoutes.kind);
	return route && {kind: route.kind, name: route.metadata.name};
}
