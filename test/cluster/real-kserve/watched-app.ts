import {join} from 'node:path';
import {conditionOf, isTrue} from '../../../source/objects/condition.ts';
import {canarySpec} from '../../helpers/app-objects.ts';
import {installRouter, type Router} from '../rights/router.ts';
import {Daemon} from '../rollout/daemon.ts';
import {pluginEnvironment} from '../rollout/stage.ts';
import {waitFor} from '../testbed/wait.ts';
import type {Cluster} from './cluster.ts';
import {inferenceService, modes, patient} from './inference-service.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'kubectl-iter8');

/** Our daemon for namespace default, with the router's rights and the policy in force. */
export async function startRouter({testbed}: Cluster): Promise<{readonly daemon: Daemon; stop(): Promise<void>}> {
	const router: Router = await installRouter(testbed, 'default');
	const daemon = new Daemon(testbed, program, pluginEnvironment(router.kubeconfig));
	daemon.start('-n', 'default', '--drain', '100ms', '--resync', '2s');
	return {
		daemon,
		async stop() {
			await daemon.stop();
			router.api.close();
		},
	};
}

/** APP-0 in Knative mode and APP-1 in Standard mode, both ready; their names. */
export async function applyVersions(cluster: Cluster, app: string): Promise<readonly string[]> {
	const labels = {'app.kubernetes.io/name': app, 'iter8.tools/watch': 'true'};
	const versions = modes.map((mode, index) =>
		inferenceService(`${app}-${index}`, mode, 'digits-lr', {labels, maxReplicas: 1, annotations: patient}),
	);
	for (const version of versions) await cluster.apply(version);
	for (const {metadata} of versions) await untilReady(cluster, metadata.name);
	return versions.map(({metadata}) => metadata.name);
}

/** A routemap of the versions APP-0 and APP-1. */
export async function applyRoutemap({testbed}: Cluster, app = 'wisdom'): Promise<void> {
	const metadata = {name: `${app}-routemap`, namespace: 'default', labels: {'iter8.tools/kind': 'routemap'}};
	const strSpec = canarySpec.replaceAll('models', 'default').replaceAll('wisdom', app);
	const routemap = {apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {strSpec}};
	await testbed.kubectl(['apply', '-f', '-'], JSON.stringify(routemap));
}

export async function untilReady(cluster: Cluster, name: string): Promise<void> {
	const isReady = async (): Promise<boolean> => {
		const object = await cluster.read(name);
		return object !== undefined && isTrue(conditionOf(object, 'Ready'));
	};
	await waitFor(`${name} to be ready`, isReady, 400_000, 200);
}

export async function hasFinalizer(cluster: Cluster, name: string): Promise<boolean> {
	return (await cluster.read(name))?.metadata.finalizers?.includes('iter8.tools/finalizer') ?? false;
}
