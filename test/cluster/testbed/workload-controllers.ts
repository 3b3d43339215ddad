import {programs} from './cache.ts';
import {freePorts} from './ports.ts';
import type {Testbed} from './testbed.ts';

/** The controllers that turn Deployments into pods and Services into addresses. */
const controllers = [
	'deployment-controller',
	'replicaset-controller',
	'endpoints-controller',
	'endpointslice-controller',
	'endpointslice-mirroring-controller',
	'clusterrole-aggregation-controller',
	'pod-garbage-collector-controller',
];

/** Starts Kubernetes' own controllers for what runs pods, which a testbed is without by itself. They end with it. */
export async function startWorkloadControllers({processes, kubeconfig}: Testbed): Promise<void> {
	const [port] = await freePorts(1);
	await processes.start('workload-controllers', programs.kubeControllerManager, [
		`--kubeconfig=${kubeconfig}`,
		`--controllers=${controllers.join(',')}`,
		'--leader-elect=false',
		'--bind-address=127.0.0.1',
		`--secure-port=${port}`,
	]);
}
