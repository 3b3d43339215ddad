import {sharedGateway} from '../../conformance/routing/case.ts';

/** A gateway of the Gateway API on a port of its own, served by the testbed's Envoy: its address is that of Envoy's node. */
export function sharedGatewayObjects(port: number): readonly unknown[] {
	const host = 'shared-gateway.istio-system.svc.cluster.local';
	return [
		serviceEntry('shared-gateway', 'istio-system', host, [{number: port, name: 'http', protocol: 'HTTP'}], '127.0.0.9'),
		{
			apiVersion: 'gateway.networking.k8s.io/v1',
			kind: 'Gateway',
			metadata: sharedGateway,
			spec: {
				gatewayClassName: 'istio',
				addresses: [{type: 'Hostname', value: host}],
				listeners: [{name: 'http', port, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}}],
			},
		},
	];
}

/** A Service of the mesh that leads to an address of this machine. */
export function serviceEntry(
	name: string,
	entryNamespace: string,
	host: string,
	ports: readonly unknown[],
	address = '127.0.0.1',
): unknown {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'ServiceEntry',
		metadata: {name, namespace: entryNamespace},
		spec: {hosts: [host], location: 'MESH_INTERNAL', resolution: 'STATIC', ports, endpoints: [{address}]},
	};
}
