import type {KubeObject} from '../../objects/object.ts';
import {apiVersionOf, deployments, services} from '../../objects/resource.ts';
import type {ComponentService} from './component-service.ts';
import {serviceName, type Component} from './component.ts';
import {latestCreated} from './revision.ts';
import {ownedMetadata} from './routes.ts';
import {availableCopies} from './standard-status.ts';

/** The Deployment that KServe makes of a component in Standard mode (`reconcilers/deployment`), as far as anything here reads it. */
export function componentDeployment({object: owner, component}: Component, service: ComponentService): KubeObject {
	const name = serviceName(owner.metadata.name, component);
	const {labels, ...metadata} = ownedMetadata(owner, name);
	const pod = {app: `isvc.${name}`, component, ...labels};
	const {storageUri, key} = service.template;
	const initializer = {name: 'storage-initializer', args: [storageUri, '/mnt/models']};
	return {
		apiVersion: apiVersionOf(deployments),
		kind: deployments.kind,
		metadata: {
			...metadata,
			labels: pod,
			annotations: {'deployment.kubernetes.io/revision': String(latestCreated(service)?.generation ?? 0)},
		},
		spec: {
			replicas: 1,
			selector: {matchLabels: {app: pod.app}},
			template: {
				metadata: {labels: pod, annotations: {'sandbox/template': key}},
				spec: {
					...(storageUri !== undefined && {initContainers: [initializer]}),
					containers: [{name: 'kserve-container'}],
				},
			},
		},
	};
}

/** Its status, as the Deployment controller counts: one pod a template, of which the old one ends when the new one is ready. */
export function deploymentStatus(service: ComponentService, generation: number): object {
	const latest = latestCreated(service);
	const available = availableCopies(service);
	const updated = latest ? 1 : 0;
	const old = available - (latest?.phase === 'ready' ? 1 : 0);
	// The controller has made the new pods' ReplicaSet by the time it says that it has seen the new spec.
	const isObserved = latest?.generation === service.generation;
	return {
		observedGeneration: isObserved ? generation : generation - 1,
		replicas: updated + old,
		updatedReplicas: updated,
		readyReplicas: available,
		availableReplicas: available,
		unavailableReplicas: updated + old - available,
	};
}

/** A component's Service (`reconcilers/service`): port 80, by which Istio does not know that it speaks HTTP. */
export function componentServiceObject({object: owner, component}: Component): KubeObject {
	const name = serviceName(owner.metadata.name, component);
	return {
		apiVersion: apiVersionOf(services),
		kind: services.kind,
		metadata: ownedMetadata(owner, name),
		spec: {selector: {app: `isvc.${name}`}, ports: [{name, port: 80, targetPort: 8080, protocol: 'TCP'}]},
	};
}
