import type {KubeObject} from '../../objects/object.ts';
import {apiVersionOf, deployments, services} from '../../objects/resource.ts';
import {predictorName} from '../../routing/reach.ts';
import {latestCreated, type PredictorService} from './predictor-service.ts';
import {ownedMetadata} from './routes.ts';
import {availableCopies} from './standard-status.ts';

/** The Deployment that KServe makes of a predictor in Standard mode (`reconcilers/deployment`), as far as anything here reads it. */
export function predictorDeployment(owner: KubeObject, service: PredictorService): KubeObject {
	const name = predictorName(owner.metadata.name);
	const {labels, ...metadata} = ownedMetadata(owner, name);
	const pod = {app: `isvc.${name}`, component: 'predictor', ...labels};
	const {storageUri = '', key} = service.template;
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
					initContainers: [{name: 'storage-initializer', args: [storageUri, '/mnt/models']}],
					containers: [{name: 'kserve-container'}],
				},
			},
		},
	};
}

/** Its status, as the Deployment controller counts: one pod a template, of which the old one ends when the new one is ready. */
export function deploymentStatus(service: PredictorService, generation: number): object {
	const latest = latestCreated(service);
	const available = availableCopies(service);
	const updated = latest ? 1 : 0;
	const old = available - (latest?.phase === 'ready' ? 1 : 0);
	const isObserved = service.observedGeneration === service.generation;
	return {
		observedGeneration: isObserved ? generation : generation - 1,
		replicas: updated + old,
		updatedReplicas: updated,
		readyReplicas: available,
		availableReplicas: available,
		unavailableReplicas: updated + old - available,
	};
}

/** A predictor's Service (`reconcilers/service`): port 80, by which Istio does not know that it speaks HTTP. */
export function predictorServiceObject(owner: KubeObject): KubeObject {
	const name = predictorName(owner.metadata.name);
	return {
		apiVersion: apiVersionOf(services),
		kind: services.kind,
		metadata: ownedMetadata(owner, name),
		spec: {selector: {app: `isvc.${name}`}, ports: [{name, port: 80, targetPort: 8080, protocol: 'TCP'}]},
	};
}
