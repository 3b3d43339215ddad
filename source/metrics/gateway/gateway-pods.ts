import {findGateway, GatewayMissing} from '../../inference/find-gateway.ts';
import {readyPodsBehind} from '../../kube/service-pod.ts';
import {find, type Cluster} from '../../objects/cluster.ts';
import {fieldAt, listAt, namespacedName, numberAt, stringAt, type KubeObject} from '../../objects/object.ts';
import {services, virtualServices} from '../../objects/resource.ts';
import type {AppToCount} from './counted-app.ts';
import type {ServiceName} from './counters.ts';

/** A pod of a gateway, and the port at which its proxy tells what it has counted. */
export interface GatewayPod {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
	readonly port: number;
}

/** More would be too many connections for one who only looks. */
const mostPods = 30;
/** A routemap may name any; apps have one or two. */
const mostGateways = 8;

/** The name and the number that Istio gives to that port of each proxy. */
const statsPort = {name: 'http-envoy-prom', number: 15_090};

/**
 * The ready pods of the gateways that an app's requests enter by, and of those that its route sends them through. Rejects with an
 * Error that says what is missing, or with the Cluster's.
 */
export async function findGatewayPods(
	cluster: Cluster,
	app: Omit<AppToCount, 'versions'>,
	signal: AbortSignal,
): Promise<readonly GatewayPod[]> {
	if (app.gateways.length > mostGateways) {
		throw new Error(
			`requests of app ${app.app} go through ${app.gateways.length} gateways, of which at most ${mostGateways} are read`,
		);
	}

	const known = await existing(cluster, app.gateways, signal);
	const entrance = await entranceOf(cluster, app, known.length > 0, signal);
	const all = [...known, ...entrance].map(
		service => [namespacedName(service.namespace, service.name), service] as const,
	);
	const pods = new Map<string, GatewayPod>();
	for (const {namespace, name} of new Map(all).values()) {
		for (const pod of await readyPodsBehind(cluster, namespace, name, signal)) {
			const {uid = `${namespace}/${pod.metadata.name}`} = pod.metadata;
			pods.set(uid, {namespace, name: pod.metadata.name, uid, port: portOf(pod)});
		}
	}

	if (pods.size > mostPods) {
		throw new Error(
			`the gateway has ${pods.size} pods, of which at most ${mostPods} are read: name a Prometheus instead`,
		);
	}

	return [...pods.values()];
}

/** One that the route names and that does not exist, or stands for no pods, is none. */
async function existing(cluster: Cluster, through: readonly ServiceName[], signal: AbortSignal) {
	const found = await Promise.all(
		through.map(async service => {
			const object = await find(cluster, services, service.namespace, service.name, signal);
			return object && fieldAt(object, 'spec', 'selector') !== undefined ? [service] : [];
		}),
	);
	return found.flat();
}

/** The gateway that requests enter by; none is no fault where another one is known that they come through. */
async function entranceOf(
	cluster: Cluster,
	{app, namespace, virtualService}: Omit<AppToCount, 'versions'>,
	isOptional: boolean,
	signal: AbortSignal,
): Promise<readonly ServiceName[]> {
	const service = await find(cluster, services, namespace, app, signal);
	const route =
		virtualService === undefined ? undefined : await find(cluster, virtualServices, namespace, virtualService, signal);
	try {
		return [await findGateway(cluster, {app, namespace, service, virtualService: route}, signal)];
	} catch (error) {
		if (!(error instanceof GatewayMissing)) throw error;
		if (isOptional) return [];
		throw new Error(error.reason, {cause: error});
	}
}

function portOf(pod: KubeObject): number {
	const ports = listAt(pod, 'spec', 'containers').flatMap(container => listAt(container, 'ports'));
	const named = ports.find(port => stringAt(port, 'name') === statsPort.name);
	const numbered = ports.find(port => numberAt(port, 'containerPort') === statsPort.number);
	const port = numberAt(named ?? numbered, 'containerPort');
	if (port !== undefined) return port;
	const title = `pod ${namespacedName(pod.metadata.namespace ?? '', pod.metadata.name)}`;
	throw new Error(
		`${title} has no port ${statsPort.name} (${statsPort.number}), at which Istio's proxies tell their counters`,
	);
}
