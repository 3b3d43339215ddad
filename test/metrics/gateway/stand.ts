import {once} from 'node:events';
import {createServer} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';
import type {Target} from '../../../source/kube/target.ts';
import {ApiError} from '../../../source/objects/cluster.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {routingObjects} from '../../../source/routing/routing-objects.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';

/** A cluster with a canary on Standard KServe, whose gateway has pods that tell what the test says. */
export interface Stand {
	readonly target: Pick<Target, 'cluster' | 'portForward'>;
	readonly cluster: MemoryCluster;
	readonly routemap: KubeObject;
	/** What pods answer, by name; one that is not there refuses connections. */
	readonly texts: Map<string, string>;
	/** The paths that pods were asked for. */
	readonly asked: string[];
	/** Connections that were opened, by the name of the pod. */
	readonly opened: string[];
}

export async function startStand(pods: readonly string[] = ['gateway-0']): Promise<Stand> {
	const versions = [{name: 'wisdom-0'}, {name: 'wisdom-1'}];
	const place = {name: 'wisdom', namespace: 'models', appType: 'kserve-standard', mesh: 'istio'} as const;
	const {objects, routemap} = routingObjects({...place, strategy: 'canary', versions});
	const gateway: KubeObject = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'istio-ingressgateway', namespace: 'istio-system'},
		spec: {selector: {istio: 'ingressgateway'}, ports: [{port: 80, targetPort: 8080}]},
	};
	const cluster = createMemoryCluster([...objects, routemap, gateway, ...pods.map(gatewayPod)]);
	const texts = new Map<string, string>();
	const asked: string[] = [];
	const opened: string[] = [];
	const ports = new Map<string, number>();
	const portForward: Target['portForward'] = async (_, name, port) => {
		opened.push(`${name}:${port}`);
		if (!texts.has(name)) throw new ApiError(404, 'NotFound', `pod ${name} is gone`);
		return connect(ports.get(name) ?? (await listen(name)), '127.0.0.1');
	};
	const listen = async (name: string): Promise<number> => {
		const server = createServer(({url = ''}, response) => {
			asked.push(url);
			if (texts.has(name)) response.end(texts.get(name));
			else response.destroy();
		}).listen(0, '127.0.0.1');
		onTestFinished(() => {
			server.close();
			server.closeAllConnections();
		});
		// As Envoy, which names no time after which it ends a connection.
		server.keepAliveTimeout = 0;
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		ports.set(name, port);
		return port;
	};
	return {target: {cluster, portForward}, cluster, routemap, texts, asked, opened};
}

export function gatewayPod(name: string): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name, namespace: 'istio-system', uid: `uid of ${name}`, labels: {istio: 'ingressgateway'}},
		spec: {containers: [{name: 'istio-proxy', ports: [{containerPort: 15_090, name: 'http-envoy-prom'}]}]},
		status: {conditions: [{type: 'Ready', status: 'True'}]},
	};
}

/** What a gateway tells that has sent so many requests to each version, each answered within 5 ms. */
export function exposition(uptime: number, requests: readonly number[], isSummedUp = true): string {
	const clusters = requests.flatMap((count, index) => {
		const label = `cluster_name="outbound|80||wisdom-${index}-predictor.models.svc.cluster.local"`;
		return [
			`envoy_cluster_upstream_rq_total{${label}} ${count}`,
			`envoy_cluster_upstream_rq{response_code="200",${label}} ${count}`,
			...['5', '+Inf'].map(
				le => `envoy_cluster_upstream_rq_time_bucket{${label},le="${le}"} ${isSummedUp ? count : 0}`,
			),
		];
	});
	return [`envoy_server_uptime ${uptime}`, ...clusters, ''].join('\n');
}
