import {versionsIn} from '../info/app-objects.ts';
import {knownRoutemap} from '../info/known-routemap.ts';
import type {VersionName} from '../info/version-host.ts';
import {findRoutemap} from '../kube/find-routemap.ts';
import type {Target} from '../kube/target.ts';
import {find, hasReason} from '../objects/cluster.ts';
import {getIfAllowed} from '../objects/get-if-allowed.ts';
import type {KubeObject} from '../objects/object.ts';
import {inferenceServices, services, virtualServices} from '../objects/resource.ts';
import {noAppButModel} from '../ownership/take-over.ts';
import {endpointOf, type Endpoint} from './endpoint.ts';
import {findGateway} from './find-gateway.ts';
import {forwardedGateway} from './forwarded-gateway.ts';
import {openGateway, type Gateway} from './gateway.ts';

/** An app as requests reach it. Close the gateway at the end. */
export interface AppGateway {
	readonly gateway: Gateway;
	readonly endpoint: Endpoint;
	readonly namespace: string;
}

interface AppGatewayOptions {
	/** Address of the gateway; without it its Service is looked up, and each connection is forwarded through the API server. */
	readonly url: string | undefined;
	/** Headers that requests will carry, names in lower case; they decide which version's model is meant. */
	readonly headers?: Readonly<Record<string, string>>;
}

/** Who looks for a gateway. */
interface GatewaySeeker {
	readonly connect: () => Promise<Target>;
	readonly signal: AbortSignal;
}

/** Opens the gateway of an app, without sending anything through it. Rejects when there is no such app, or no gateway is found. */
export async function openAppGateway(
	{connect, signal}: GatewaySeeker,
	app: string,
	{url, headers = {}}: AppGatewayOptions,
): Promise<AppGateway> {
	const target = await connect();
	const {cluster, namespace} = target;
	const {name, versions} = await routingOf(target, app, signal);
	const virtualService = await find(cluster, virtualServices, namespace, name, signal);
	const service = await find(cluster, services, namespace, app, signal);
	if (service === undefined && virtualService === undefined) {
		const model = (await getIfAllowed({cluster, signal}, inferenceServices, namespace, app)).object;
		if (model) throw new Error(noAppButModel(model));
		throw new Error(
			`no app ${app} in namespace ${namespace}: there is neither a service nor a virtual service of this name; set it up with kubectl iter8 init ${app} -n ${namespace}`,
		);
	}

	const endpoint = endpointOf({app, namespace, virtualService, headers, versions});
	if (url !== undefined) return {gateway: openGateway(url), endpoint, namespace};
	const found = await findGateway(cluster, {app, namespace, service, virtualService}, signal);
	return {gateway: await forwardedGateway(target, found, signal), endpoint, namespace};
}

interface AppRouting {
	/** Name of the app's VirtualService. */
	readonly name: string;
	readonly versions: readonly VersionName[];
}

/** What an app's routemap says of its routing; the VirtualService is the app's where it names none, or where routemaps may not be listed. */
async function routingOf({cluster, namespace}: Target, app: string, signal: AbortSignal): Promise<AppRouting> {
	try {
		const {routemap} = await findRoutemap(cluster, namespace, app, signal);
		return {name: (routemap && routeNameOf(routemap)) ?? app, versions: routemap ? versionsIn(routemap) : []};
	} catch (error) {
		if (hasReason(error, 'Forbidden')) return {name: app, versions: []};
		throw error;
	}
}

function routeNameOf(configMap: KubeObject): string | undefined {
	const known = knownRoutemap(configMap);
	if ('error' in known) return undefined;
	const rendered = known.render(known.routemap.versions.map(() => 1));
	const objects = rendered.flatMap(route => ('object' in route ? [route.object] : []));
	return objects.find(({kind}) => kind === virtualServices.kind)?.metadata.name;
}
