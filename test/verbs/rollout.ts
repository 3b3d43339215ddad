import {onTestFinished} from 'vitest';
import {clusterLeaseNamespace, leaseName, microTime} from '../../source/objects/lease.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {configMaps, inferenceServices, services, virtualServices} from '../../source/objects/resource.ts';
import * as abort from '../../source/verbs/abort/run.ts';
import * as cleanup from '../../source/verbs/cleanup/run.ts';
import * as deploy from '../../source/verbs/deploy/run.ts';
import * as init from '../../source/verbs/init/run.ts';
import * as promote from '../../source/verbs/promote/run.ts';
import * as weights from '../../source/verbs/weights/run.ts';
import {startDaemon} from '../helpers/daemon.ts';
import {playKserve} from '../helpers/kserve-in-memory.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {runCommand, type Ran} from '../helpers/run-command.ts';

const verbs = {abort, cleanup, deploy, init, promote, weights};
const now = (): Date => new Date('2026-01-01T12:00:00Z');

/** A memory cluster with KServe, and the daemon unless told otherwise, for a test of a verb. */
export interface Rollout {
	readonly cluster: MemoryCluster;
	/** Runs a verb in namespace `models`; its stdout. */
	readonly run: (verb: keyof typeof verbs, ...argv: readonly string[]) => Promise<Ran>;
	readonly isvc: (name: string) => KubeObject | undefined;
	readonly configMap: (name: string) => KubeObject | undefined;
	readonly service: (name: string) => KubeObject | undefined;
	readonly route: () => KubeObject | undefined;
}

export async function startRollout(objects: readonly KubeObject[], {hasDaemon = true} = {}): Promise<Rollout> {
	const cluster = createMemoryCluster(objects, {now});
	const ending = new AbortController();
	const kserve = playKserve(cluster, ending.signal);
	if (hasDaemon) {
		cluster.put({
			apiVersion: 'coordination.k8s.io/v1',
			kind: 'Lease',
			metadata: {name: leaseName, namespace: clusterLeaseNamespace},
			spec: {holderIdentity: 'test-daemon', leaseDurationSeconds: 15, renewTime: microTime(now())},
		});
		await startDaemon(cluster, {now, drainMs: 10});
	}

	onTestFinished(async () => {
		ending.abort(new Error('the test is over'));
		await kserve;
	});
	return {
		cluster,
		run: (verb, ...argv) => runCommand(verbs[verb], [verb, ...argv], {cluster, namespace: 'models', now}),
		isvc: name => cluster.peek(inferenceServices, 'models', name),
		configMap: name => cluster.peek(configMaps, 'models', name),
		service: name => cluster.peek(services, 'models', name),
		route: () => cluster.peek(virtualServices, 'models', 'wisdom'),
	};
}

/** The calls of a cluster that change something, or would; not the record of what is under way, which each verb writes. */
export function writesOf({calls}: MemoryCluster): readonly string[] {
	return calls.filter(call => !/^(get|list|watch|dry-run) |configmaps models\/\w+-rollout$/.test(call));
}

/** The primary of the tutorial, in namespace `models`. */
export function primary(metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {
			name: 'wisdom-0',
			namespace: 'models',
			labels: {'app.kubernetes.io/name': 'wisdom', 'app.kubernetes.io/version': 'v0', 'iter8.tools/watch': 'true'},
			...metadata,
		},
		spec: {predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/one'}}},
	};
}

/** The storageUri of an InferenceService. */
export function storageUri(object: KubeObject | undefined): unknown {
	const spec = object?.['spec'] as {predictor?: {model?: {storageUri?: unknown}}} | undefined;
	return spec?.predictor?.model?.storageUri;
}
