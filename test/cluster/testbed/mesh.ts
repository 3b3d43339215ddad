import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Address} from './address.ts';
import {programs} from './cache.ts';
import type {ControlPlane} from './control-plane.ts';
import {httpGet} from './http-get.ts';
import {manifest} from './manifest.ts';
import {freePorts} from './ports.ts';
import type {Processes} from './processes.ts';
import {waitFor} from './wait.ts';

export interface Mesh {
	/** Envoy's listener that plays knative-local-gateway. */
	readonly gateway: Address;
	/** Envoy's listener that plays istio-ingressgateway, and so Knative's gateway for requests from outside. */
	readonly ingress: Address;
	/** Envoy's admin interface. */
	readonly envoyAdmin: Address;
	/** istiod's plain HTTP: `/validate` answers there what its webhook would. */
	readonly istiod: Address;
}

const mergePatch = 'application/merge-patch+json';

/**
 * Istio's features that need Istio's own build of Envoy, or certificates, are off; webhooks would need a way back from the API
 * server.
 */
const istiodEnvironment = {
	PILOT_ENABLE_ALPN_FILTER: 'false',
	PILOT_ENABLE_METADATA_EXCHANGE: 'false',
	PILOT_ENABLE_TELEMETRY_LABEL: 'false',
	PILOT_ENABLE_GATEWAY_API: 'true',
	ENABLE_CA_SERVER: 'false',
	INJECTION_WEBHOOK_CONFIG_NAME: '',
	VALIDATION_WEBHOOK_CONFIG_NAME: '',
	POD_NAMESPACE: 'istio-system',
	POD_NAME: 'istiod-0',
};

/** Starts istiod, Envoy as istio-ingressgateway with Knative's two gateways, and the kubelet stand-in for port-forwarding. */
export async function startMesh(folder: string, processes: Processes, plane: ControlPlane): Promise<Mesh> {
	const [gatewayPort = 0, ingressPort = 0, adminPort = 0, statsPort = 0] = await freePorts(4);
	const [xdsPort = 0, httpPort = 0, monitoringPort, kubeletPort = 0] = await freePorts(4);
	const gateway = {host: '127.0.0.1', port: gatewayPort};
	const ingress = {host: '127.0.0.1', port: ingressPort};
	const envoyAdmin = {host: '127.0.0.1', port: adminPort};
	const istiod = {host: '127.0.0.1', port: httpPort};
	await plane.kubectl(['apply', '-f', '-'], await manifest('gateways.yaml', {gatewayPort, ingressPort, statsPort}));
	await writeFile(join(folder, 'mesh-config.yaml'), await manifest('mesh-config.yaml', {xdsPort}));
	await writeFile(join(folder, 'envoy.yaml'), await manifest('envoy.yaml', {adminPort, statsPort, xdsPort}));
	await processes.start('kubelet', programs.kubelet, [`127.0.0.1:${kubeletPort}`]);
	await announcePod(plane, kubeletPort);
	const istiodFlags = [
		`--kubeconfig=${plane.kubeconfigs.admin}`,
		'--registries=Kubernetes',
		'--clusterID=Kubernetes',
		'--meshConfig=mesh-config.yaml',
		`--httpAddr=127.0.0.1:${httpPort}`,
		`--monitoringAddr=127.0.0.1:${monitoringPort}`,
		`--grpcAddr=127.0.0.1:${xdsPort}`,
		'--httpsAddr=',
		'--secureGRPCAddr=',
		'--ctrlz_port=0',
	];
	await processes.start('istiod', programs.istiod, ['discovery', ...istiodFlags], {env: istiodEnvironment});
	await waitFor('istiod', async () => (await httpGet(istiod, '/ready')).code === 200);
	const envoyFlags = [
		'--config-path',
		'envoy.yaml',
		'--concurrency',
		'1',
		'--log-level',
		'error',
		'--disable-hot-restart',
	];
	await processes.start('envoy', programs.envoy, envoyFlags);
	await waitFor("Envoy's listener", async () => {
		const {body} = await httpGet(envoyAdmin, '/listeners');
		return body.includes(`:${gatewayPort}`);
	});
	return {gateway, ingress, envoyAdmin, istiod};
}

/** What a kubelet reports of itself and of the gateway's pod: where it is reached, and that the pod runs. */
async function announcePod({api}: ControlPlane, kubeletPort: number): Promise<void> {
	const nodeStatus = {
		addresses: [{type: 'InternalIP', address: '127.0.0.1'}],
		daemonEndpoints: {kubeletEndpoint: {Port: kubeletPort}},
	};
	const podStatus = {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]};
	const patch = async (path: string, status: unknown): Promise<unknown> =>
		api.expect(`${path}/status`, {method: 'PATCH', contentType: mergePatch, body: {status}});
	await patch('/api/v1/nodes/testbed', nodeStatus);
	await patch('/api/v1/namespaces/istio-system/pods/istio-ingressgateway-0', podStatus);
}
