import {appVersionLabel, previousAnnotation, weightAnnotation} from '../../../source/objects/labels.ts';
import {clusterLeaseNamespace, leaseName, microTime} from '../../../source/objects/lease.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {
	configMaps,
	deployments,
	inferenceServices,
	services,
	virtualServices,
	type Resource,
} from '../../../source/objects/resource.ts';
import {parseSpecs} from '../../../source/rollout/history.ts';
import {readPrevious} from '../../../source/rollout/previous.ts';
import {commands} from '../../../source/verbs/commands.ts';
import {startDaemon} from '../../helpers/daemon.ts';
import {playDeployments} from '../../helpers/deployments-in-memory.ts';
import {killedCluster, type Death} from '../../helpers/killed-cluster.ts';
import {playKserve} from '../../helpers/kserve-in-memory.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';
import {runCommand} from '../../helpers/run-command.ts';

const noon = new Date('2026-01-01T12:00:00Z');
/** When whoever was killed has lost its hold; the daemon's lease still is fresh. */
const later = new Date('2026-01-01T12:00:40Z');

const stored: readonly Resource[] = [inferenceServices, deployments, configMaps, services, virtualServices];

/** What an app's versions are. */
export type Kind = 'InferenceService' | 'Deployment';

/** An app in a memory cluster, with those who look after it. */
export interface App {
	readonly cluster: MemoryCluster;
	/** Runs a verb, which may be killed; resolves with how many writes it made. */
	readonly run: (line: string, options?: {readonly death?: Death; readonly isLater?: boolean}) => Promise<number>;
	/** Everything of it, to begin anew from. */
	readonly objects: () => readonly KubeObject[];
	readonly close: () => Promise<void>;
}

/** Opens a cluster with some objects; a daemon leads unless told otherwise. */
export async function openApp(objects: readonly KubeObject[], hasDaemon: boolean): Promise<App> {
	const cluster = createMemoryCluster(objects, {now: () => noon});
	const ending = new AbortController();
	const players = [playKserve(cluster, ending.signal), playDeployments(cluster, ending.signal)];
	if (hasDaemon) cluster.put(lease());
	const daemon = hasDaemon ? await startDaemon(cluster, {now: () => noon, drainMs: 1}) : undefined;
	return {
		cluster,
		async run(line, {death, isLater = false} = {}) {
			const argv = line.split(' ');
			const command = await commands[argv[0] as 'deploy']();
			const own = killedCluster(cluster, death);
			const now = (): Date => (isLater ? later : noon);
			try {
				await runCommand(command, argv, {cluster: own.cluster, namespace: 'models', now});
			} catch (error) {
				if (death === undefined) throw new Error(`${line}: ${String(error)}`, {cause: error});
			}

			return own.writes();
		},
		objects: () => stored.flatMap(resource => cluster.peekAll(resource)),
		async close() {
			ending.abort(new Error('the test is over'));
			await Promise.all(players);
			await daemon?.stop();
		},
	};
}

/** Fresh at noon as well as later: a daemon's clock may be ahead. */
function lease(): KubeObject {
	const renewTime = microTime(new Date('2026-01-01T12:00:30Z'));
	return {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: leaseName, namespace: clusterLeaseNamespace},
		spec: {holderIdentity: 'test-daemon', leaseDurationSeconds: 15, renewTime},
	};
}

/** What is to be the same whoever was killed on the way: not uids, times and counters. */
export function stateOf({cluster}: Pick<App, 'cluster'>): unknown {
	const specs = parseSpecs(cluster.peek(configMaps, 'models', 'wisdom-history'));
	const primary = [inferenceServices, deployments].map(kind => cluster.peek(kind, 'models', 'wisdom-0')).find(Boolean);
	const previous = primary && readPrevious(primary);
	const past = previous?.past ?? [];
	return {
		versions: versionsOf({cluster}),
		weights: cluster
			.peekAll(configMaps)
			.flatMap(({metadata: {name, annotations}}) =>
				annotations?.[weightAnnotation] ? [[name, annotations[weightAnnotation]]] : [],
			),
		routes: cluster.peekAll(virtualServices).map(({metadata, spec}) => ({name: metadata.name, spec})),
		past: past.map(({number, action, by, from, to}) => ({number, action, by, from, to, spec: specs.get(from)})),
		isMarked: primary?.metadata.annotations?.[previousAnnotation] !== undefined,
	};
}

/** What an app's versions are: their objects, by what counts of them. */
export function versionsOf({cluster}: Pick<App, 'cluster'>): readonly unknown[] {
	return [inferenceServices, deployments, services].flatMap(resource =>
		cluster.peekAll(resource).map(({kind, metadata, spec}) => ({
			kind,
			name: metadata.name,
			version: metadata.labels?.[appVersionLabel],
			finalizers: metadata.finalizers ?? [],
			spec,
		})),
	);
}

/** The versions that the app's route names. */
export function routedVersions({cluster}: App): readonly string[] {
	const text = JSON.stringify(cluster.peekAll(virtualServices));
	return ['wisdom-0', 'wisdom-1'].filter(name => text.includes(name));
}

/** The primary of an app, and for a Deployment its Service. */
export function firstVersion(kind: Kind): readonly KubeObject[] {
	const labels = {
		'app.kubernetes.io/name': 'wisdom',
		'app.kubernetes.io/version': 'v0',
		'iter8.tools/watch': 'true',
	};
	const metadata = {name: 'wisdom-0', namespace: 'models', labels};
	if (kind === 'InferenceService') {
		return [
			{
				apiVersion: 'serving.kserve.io/v1beta1',
				kind: 'InferenceService',
				metadata,
				spec: {predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/one'}}},
			},
		];
	}

	const selector = {app: 'wisdom-0'};
	return [
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata,
			spec: {
				replicas: 2,
				selector: {matchLabels: selector},
				template: {metadata: {labels: selector}, spec: {containers: [{name: 'shop', image: 'shop:1'}]}},
			},
		},
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata,
			spec: {selector, ports: [{port: 80}]},
		},
	];
}
