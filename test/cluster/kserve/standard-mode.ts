import {deploymentMode} from '../../../source/kserve/deployment-mode.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {namespaceOf, ownedMetadata} from '../../../source/sandbox/kserve/routes.ts';
import type {InferenceServiceStatus} from '../../../source/sandbox/kserve/status.ts';
import type {Address} from '../testbed/address.ts';

/** Whether KServe runs an InferenceService as a Deployment behind a Service. */
export function isStandard(object: KubeObject): boolean {
	return deploymentMode(object) === 'Standard';
}

/** Name of a predictor's Service. */
export function predictorName({metadata}: KubeObject): string {
	return `${metadata.name}-predictor`;
}

/**
 * A predictor's Service (kserve v0.15.2, `reconcilers/service`): port 80, under the Service's own name, by which Istio does not
 * know that it speaks HTTP.
 */
export function predictorService(owner: KubeObject, {port: targetPort}: Address): KubeObject {
	const name = predictorName(owner);
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: ownedMetadata(owner, name),
		spec: {selector: {app: `isvc.${name}`}, ports: [{name, port: 80, targetPort, protocol: 'TCP'}]},
	};
}

/** What the endpoint controller would make of the predictor's one pod. */
export function predictorEndpoints(owner: KubeObject, {host, port}: Address): KubeObject {
	const name = predictorName(owner);
	const metadata = ownedMetadata(owner, `${name}-1`);
	return {
		apiVersion: 'discovery.k8s.io/v1',
		kind: 'EndpointSlice',
		metadata: {...metadata, labels: {...metadata.labels, 'kubernetes.io/service-name': name}},
		addressType: 'IPv4',
		ports: [{name, port, protocol: 'TCP'}],
		endpoints: [{addresses: [host], conditions: {ready: true, serving: true, terminating: false}}],
	};
}

/** Conditions of Knative's objects, which there are none of. */
const ofKnative = ['PredictorRouteReady', 'PredictorConfigurationReady', 'RoutesReady', 'LatestDeploymentReady'];

/**
 * A status of Knative mode as that of Standard mode (kserve v0.15.2, `PropagateRawStatus` and `raw_ingress_reconciler`): without
 * revisions, with the address of the predictor's own Service, under the mode's name of then.
 */
export function standardStatus(object: KubeObject, status: InferenceServiceStatus): InferenceServiceStatus {
	const {conditions = [], components, address, url, ...others} = status;
	const name = predictorName(object);
	const {predictor} = components ?? {};
	return {
		...others,
		conditions: conditions.filter(({type}) => !ofKnative.includes(type)),
		components: {predictor: predictor?.url === undefined ? {} : {url: predictor.url}},
		...(url !== undefined && {url}),
		...(address && {address: {url: `http://${name}.${namespaceOf(object)}.svc.cluster.local`}}),
		deploymentMode: 'RawDeployment',
	};
}
