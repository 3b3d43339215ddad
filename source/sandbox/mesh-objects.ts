import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, istioGateways} from '../objects/resource.ts';

/** The namespaces of Istio, Knative and KServe. */
export const meshNamespaces = ['istio-system', 'knative-serving', 'kserve'] as const;

const labels = {app: 'istio-ingressgateway', istio: 'ingressgateway'};
const ingressPort = 8080;
const localPort = 8081;
const statsPort = 15_090;

/** The gateway's pod, as `pods/portforward` is asked for it, and where its proxy tells what it has counted. */
export const gatewayPod = {
	namespace: 'istio-system',
	name: 'istio-ingressgateway-0',
	ports: [ingressPort, localPort],
	statsPort,
};

/**
 * What Istio's and Knative's installations make and an app's route relies on: Knative's two Gateways (net-istio,
 * `200-gateway.yaml` and `202-gateway.yaml`), and the Services and the pod of the one ingress gateway that serves both; and KServe's configuration.
 */
export function meshObjects(mode: string): readonly KubeObject[] {
	return [
		knativeGateway('knative-ingress-gateway', ingressPort),
		knativeGateway('knative-local-gateway', localPort),
		gatewayService('istio-ingressgateway', ingressPort),
		gatewayService('knative-local-gateway', localPort),
		pod(),
		kserveConfig(mode),
	];
}

/** What KServe's installation says that it does with a model that says nothing itself. */
function kserveConfig(mode: string): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'inferenceservice-config', namespace: 'kserve'},
		data: {deploy: JSON.stringify({defaultDeploymentMode: mode})},
	};
}

function knativeGateway(name: string, number: number): KubeObject {
	return {
		apiVersion: apiVersionOf(istioGateways),
		kind: istioGateways.kind,
		metadata: {name, namespace: 'knative-serving'},
		spec: {
			selector: {istio: 'ingressgateway'},
			servers: [{port: {number, name: 'http', protocol: 'HTTP'}, hosts: ['*']}],
		},
	};
}

function gatewayService(name: string, targetPort: number): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name, namespace: gatewayPod.namespace},
		spec: {
			type: 'ClusterIP',
			selector: {istio: 'ingressgateway'},
			ports: [{name: 'http2', port: 80, protocol: 'TCP', targetPort}],
		},
	};
}

function pod(): KubeObject {
	const {name, namespace, ports} = gatewayPod;
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name, namespace, labels},
		spec: {
			nodeName: 'sandbox',
			containers: [
				{
					name: 'istio-proxy',
					image: 'sandbox',
					ports: [
						...ports.map(containerPort => ({containerPort, protocol: 'TCP'})),
						{containerPort: statsPort, name: 'http-envoy-prom', protocol: 'TCP'},
					],
				},
			],
		},
		status: {
			phase: 'Running',
			podIP: '127.0.0.1',
			conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(type => ({type, status: 'True'})),
			containerStatuses: [{name: 'istio-proxy', image: 'sandbox', imageID: '', ready: true, restartCount: 0}],
		},
	};
}
