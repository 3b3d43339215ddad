import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, istioGateways} from '../objects/resource.ts';
import {hostsOf, placeOf, type ChartApp} from './chart-app.ts';

/** Istio's gateway for requests from outside. */
export const ingressGateway = 'istio-ingressgateway.istio-system.svc.cluster.local';

/** A Service by which an app's own name leads to a gateway. */
export function externalNameService(app: ChartApp, externalName: string): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: placeOf(app, app.name),
		spec: {externalName, sessionAffinity: 'None', type: 'ExternalName'},
	};
}

/** The entry by which ModelMesh's pods answer to an app's name inside the mesh. */
export function modelMeshEntry(app: ChartApp, port: number): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'ServiceEntry',
		metadata: placeOf(app, app.name),
		spec: {
			hosts: hostsOf(app),
			location: 'MESH_INTERNAL',
			ports: [{name: 'http', number: port, protocol: 'HTTP'}],
			resolution: 'DNS',
			workloadSelector: {labels: {'modelmesh-service': 'modelmesh-serving'}},
		},
	};
}

/** A listener for all hosts on port 80 of Istio's ingress gateway. */
export function istioGateway(app: ChartApp, name: string): KubeObject {
	return {
		apiVersion: apiVersionOf(istioGateways),
		kind: istioGateways.kind,
		metadata: placeOf(app, name),
		spec: {
			selector: {istio: 'ingressgateway'},
			servers: [{hosts: ['*'], port: {name: 'http', number: 80, protocol: 'HTTP'}}],
		},
	};
}
