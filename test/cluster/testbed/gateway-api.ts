import type {KubeObject} from '../../../source/objects/object.ts';
import type {Address} from './address.ts';
import {httpGet} from './http-get.ts';
import {freePorts} from './ports.ts';
import type {MeshTestbed} from './testbed.ts';
import {waitFor} from './wait.ts';

const namespace = 'istio-system';
const name = 'shared-gateway';
const host = `${name}-istio.${namespace}.svc.cluster.local`;

/** A Gateway of the Gateway API, served by the testbed's Envoy. */
export const sharedGateway = {
	/** As a route names it. */
	reference: {name, namespace},
	/** As an app names it. */
	name: `${namespace}/${name}`,
	/** The Service that leads to it, port 80, under the name that Istio gives to those that it makes itself. */
	host,
} as const;

/** That of Envoy's node, by which istiod takes it for the Service's endpoint. */
const envoyAddress = '127.0.0.9';

/**
 * Adds the Gateway, for HTTPRoutes of all namespaces; resolves to where its listener is. Istio would run a gateway for it; one whose address is the host of a Service is
 * served by what runs behind that instead (Istio, manual deployment of Gateways).
 */
export async function addSharedGateway({api, envoyAdmin}: MeshTestbed): Promise<Address> {
	const [port = 0] = await freePorts(1);
	const entry: KubeObject = {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'ServiceEntry',
		metadata: {name, namespace},
		spec: {
			hosts: [host],
			location: 'MESH_INTERNAL',
			resolution: 'STATIC',
			ports: [{number: 80, name: 'http', protocol: 'HTTP', targetPort: port}],
			endpoints: [{address: envoyAddress}],
		},
	};
	// For whoever looks for its pods. Hidden from istiod, or it would shadow the ServiceEntry of the same host.
	const service: KubeObject = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: `${name}-istio`, namespace, annotations: {'networking.istio.io/exportTo': '~'}},
		spec: {selector: {istio: 'ingressgateway'}, ports: [{name: 'http', port: 80, targetPort: port}]},
	};
	const gateway: KubeObject = {
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'Gateway',
		metadata: {name, namespace},
		spec: {
			gatewayClassName: 'istio',
			addresses: [{type: 'Hostname', value: host}],
			listeners: [{name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}}],
		},
	};
	const post = {method: 'POST'} as const;
	await api.expect(`/api/v1/namespaces/${namespace}/services`, {...post, body: service});
	await api.expect(`/apis/networking.istio.io/v1beta1/namespaces/${namespace}/serviceentries`, {...post, body: entry});
	await api.expect(`/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways`, {...post, body: gateway});
	await waitFor("the shared gateway's listener", async () => {
		const {body} = await httpGet(envoyAdmin, '/listeners');
		return body.includes(`:${port}\n`);
	});
	return {host: '127.0.0.1', port};
}
