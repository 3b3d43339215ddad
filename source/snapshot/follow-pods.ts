import {startInformer, type Informer} from '../kube/informer.ts';
import {hasReason, type Cluster} from '../objects/cluster.ts';
import {listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {pods} from '../objects/resource.ts';
import {coalesce} from './coalesce.ts';

/** A version whose pods are followed. */
export interface PodsOf {
	/** By which its pods are told: no two have the same. */
	readonly version: string;
	readonly namespace: string;
	readonly labelSelector: string;
}

/**
 * Is told the pods by version, each version's oldest first, and of which versions they may not be seen, and why; all other failures
 * are got over.
 */
export type OnPods = (pods: ReadonlyMap<string, readonly KubeObject[]>, forbidden: ReadonlyMap<string, Error>) => void;

const updateIntervalMs = 100;

/** Follows the pods of an app's versions, one watch for each version, so that the server filters. Returns what ends it. */
export function followPods(cluster: Cluster, versions: readonly PodsOf[], onPods: OnPods): () => void {
	const stopping = new AbortController();
	const {signal} = stopping;
	const synced = new Map<string, Informer>();
	const forbidden = new Map<string, Error>();
	const tell = coalesce(
		() => {
			if (synced.size + forbidden.size < versions.length) return;
			const seen = [...synced].map(([version, informer]) => [version, oldestFirst([...informer.values()])] as const);
			onPods(new Map(seen), new Map(forbidden));
		},
		updateIntervalMs,
		signal,
	);
	for (const {version, namespace, labelSelector} of versions) {
		const ending = new AbortController();
		const informer = startInformer({
			cluster,
			resource: pods,
			namespace,
			labelSelector,
			transform: withoutWhatNobodyShows,
			signal: AbortSignal.any([signal, ending.signal]),
			onUpdate: tell,
			onError(error) {
				if (signal.aborted || !hasReason(error, 'Forbidden')) return;
				ending.abort();
				synced.delete(version);
				forbidden.set(version, error);
				tell();
			},
		});
		informer.synced.then(
			() => markSynced(version, informer),
			() => undefined, // stopped before
		);
	}

	return () => stopping.abort();

	function markSynced(version: string, informer: Informer): void {
		synced.set(version, informer);
		tell();
	}
}

/** Environments and volumes are most of a pod, and may hold secrets. */
function withoutWhatNobodyShows({metadata, spec, status, ...object}: KubeObject): KubeObject {
	const {managedFields: _, annotations: _annotations, ...kept} = metadata;
	return {...object, metadata: kept, spec: containerNames(spec), status};
}

function containerNames(spec: unknown): unknown {
	const named = (field: string) =>
		listAt(spec, field).map(each => ({name: stringAt(each, 'name'), restartPolicy: stringAt(each, 'restartPolicy')}));
	return {initContainers: named('initContainers'), containers: named('containers')};
}

function oldestFirst(list: readonly KubeObject[]): readonly KubeObject[] {
	const timeOf = ({metadata}: KubeObject): number => Date.parse(metadata.creationTimestamp ?? '') || 0;
	return list.toSorted((a, b) => timeOf(a) - timeOf(b) || a.metadata.name.localeCompare(b.metadata.name));
}
