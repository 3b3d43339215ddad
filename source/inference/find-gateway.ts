import {ApiError, find, type Cluster} from '../objects/cluster.ts';
import {labelSelectorOf} from '../objects/labels.ts';
import {fieldAt, isRecord, listAt, namespacedName, stringAt, type KubeObject} from '../objects/object.ts';
import {istioGateways, pods, services} from '../objects/resource.ts';

/** A port of a Service through which requests reach a gateway. */
export interface GatewayService {
	readonly namespace: string;
	readonly name: string;
	readonly port: number;
}

/** The objects of an app that say where its requests enter. */
interface AppObjects {
	readonly app: string;
	readonly namespace: string;
	/** The Service of the app's name. */
	readonly service: KubeObject | undefined;
	/** The VirtualService of the app's name. */
	readonly virtualService: KubeObject | undefined;
}

/**
 * The Service of an app's gateway: the one that the app's own ExternalName Service stands for, else one in front of the pods of
 * the gateways that its VirtualService names (Istio, Gateway: `selector` and `servers.port`). Rejects with
 * GatewayMissing, which tells what was looked at, or as `Cluster` does when the API server does not answer.
 */
export async function findGateway(
	cluster: Cluster,
	objects: AppObjects,
	signal?: AbortSignal,
): Promise<GatewayService> {
	const looked: string[] = [];
	for await (const found of candidates(cluster, objects, signal)) {
		if (typeof found !== 'string') return found;
		looked.push(found);
	}

	throw new GatewayMissing(objects.app, looked);
}

/** There is no way from an app's objects to a gateway. */
export class GatewayMissing extends Error {
	/** The same without advice for one who can name another gateway. */
	readonly reason: string;

	/** @param looked What was looked at, and why in vain. */
	constructor(app: string, looked: readonly string[]) {
		const reason = `cannot find the gateway of app ${app}: ${looked.join('; ')}`;
		super(`${reason}. Give the gateway's address with --url`);
		this.name = 'GatewayMissing';
		this.reason = reason;
	}
}

/** What each way leads to: a Service, or in words why none. */
async function* candidates(
	cluster: Cluster,
	{app, namespace, service, virtualService}: AppObjects,
	signal: AbortSignal | undefined,
): AsyncGenerator<GatewayService | string> {
	const title = namespacedName(namespace, app);
	if (service === undefined) yield `there is no service ${title}`;
	else yield await orReason(throughService(cluster, service, title, signal));

	const gateways = fieldAt(virtualService, 'spec', 'gateways');
	const names = (Array.isArray(gateways) ? gateways : []).filter(
		(name): name is string => typeof name === 'string' && name !== 'mesh',
	);
	if (virtualService === undefined) yield `there is no virtual service ${title}`;
	else if (names.length === 0) yield `virtual service ${title} names no gateway`;
	for (const name of names) {
		yield await orReason(throughGateway(cluster, name.includes('/') ? name : `${namespace}/${name}`, signal));
	}
}

async function orReason<Found>(search: Promise<Found>): Promise<Found | string> {
	try {
		return await search;
	} catch (error) {
		if (error instanceof ApiError) return error.message;
		throw error;
	}
}

async function throughService(
	cluster: Cluster,
	service: KubeObject,
	title: string,
	signal: AbortSignal | undefined,
): Promise<GatewayService | string> {
	const target = stringAt(service, 'spec', 'externalName') ?? '';
	const [, name = '', namespace = ''] = /^([^.]+)\.([^.]+)\.svc(?:\.|$)/.exec(target) ?? [];
	if (name === '') return `service ${title} stands for no other service`;
	if (await find(cluster, services, namespace, name, signal)) return {namespace, name, port: 80};
	return `service ${title} stands for service ${namespace}/${name}, which does not exist`;
}

async function throughGateway(
	cluster: Cluster,
	title: string,
	signal: AbortSignal | undefined,
): Promise<GatewayService | string> {
	const [gatewayNamespace = '', gatewayName = ''] = title.split('/');
	const gateway = await find(cluster, istioGateways, gatewayNamespace, gatewayName, signal);
	if (gateway === undefined) return `gateway ${title} does not exist`;
	const labelSelector = labelSelectorOf(fieldAt(gateway, 'spec', 'selector'));
	if (labelSelector === '') return `gateway ${title} selects no pods`;
	const [pod] = (await cluster.list(pods, undefined, {labelSelector, ...(signal && {signal})})).items;
	if (pod === undefined) return `gateway ${title} selects pods with ${labelSelector}, of which there are none`;

	const namespace = pod.metadata.namespace ?? '';
	const {items} = await cluster.list(services, namespace, {...(signal && {signal})});
	for (const service of items.filter(candidate => selects(candidate, pod))) {
		const port = portFor(gateway, service);
		if (port !== undefined) return {namespace, name: service.metadata.name, port};
	}

	return `gateway ${title} is pod ${namespacedName(namespace, pod.metadata.name)}, which no service leads to over HTTP`;
}

function selects(service: KubeObject, pod: KubeObject): boolean {
	const selector = fieldAt(service, 'spec', 'selector');
	const wanted = Object.entries(isRecord(selector) ? selector : {});
	return wanted.length > 0 && wanted.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

/** The Service's port that leads to an HTTP server of the gateway, which is known by the Service's or by the pod's port number. */
function portFor(gateway: KubeObject, service: KubeObject): number | undefined {
	const servers = listAt(gateway, 'spec', 'servers').map(server => fieldAt(server, 'port'));
	const numbers = servers
		.filter(port => /^HTTP2?$/i.test(stringAt(port, 'protocol') ?? ''))
		.map(port => fieldAt(port, 'number'));
	for (const entry of listAt(service, 'spec', 'ports')) {
		const port = fieldAt(entry, 'port');
		const target = fieldAt(entry, 'targetPort');
		if (typeof port === 'number' && (numbers.includes(port) || numbers.includes(target))) return port;
	}

	return undefined;
}
