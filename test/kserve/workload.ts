import type {KubeObject} from '../../source/objects/object.ts';

/** A Deployment in a test: by default one new pod, available. */
export interface Workload {
	readonly name: string;
	readonly component?: string;
	readonly owner?: string;
	readonly uid?: string;
	readonly revision?: number;
	readonly generation?: number;
	readonly observedGeneration?: number;
	readonly wanted?: number;
	readonly updated?: number;
	readonly available?: number;
	/** Pods of an earlier template. */
	readonly old?: number;
	/** Whether its progress deadline is exceeded. */
	readonly isStuck?: boolean;
}

export function workload({
	name,
	component = 'predictor',
	owner = 'uid-wisdom-0',
	uid = `uid-${name}`,
	revision = 1,
	generation = 1,
	observedGeneration = generation,
	wanted = 1,
	updated = wanted,
	available = updated,
	old = 0,
	isStuck = false,
}: Workload): KubeObject {
	const message = 'ReplicaSet "a" has timed out progressing.';
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {
			name,
			namespace: 'models',
			uid,
			generation,
			labels: {component},
			annotations: {'deployment.kubernetes.io/revision': String(revision)},
			ownerReferences: [
				{
					apiVersion: 'serving.kserve.io/v1beta1',
					kind: 'InferenceService',
					name: 'wisdom-0',
					uid: owner,
					controller: true,
				},
			],
		},
		spec: {replicas: wanted},
		status: {
			observedGeneration,
			updatedReplicas: updated,
			availableReplicas: available,
			replicas: updated + old,
			...(isStuck && {
				conditions: [{type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message}],
			}),
		},
	};
}
