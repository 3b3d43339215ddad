import {isRecord, type ObjectMeta} from '../objects/object.ts';

type Map = Readonly<Record<string, string>>;

/**
 * Annotations that say whose an object is, what last wrote it or in what state it is at the moment, by the groups of their keys: a
 * copy that carried them would be pruned by the tool that tracks the original, or be stopped as it is.
 */
const ownAnnotations =
	/^([^/]+\.)?(kubectl\.kubernetes\.io|deployment\.kubernetes\.io|iter8\.tools|helm\.sh|argoproj\.io|fluxcd\.io|cattle\.io|kapp\.k14s\.io|config\.kubernetes\.io|config\.k8s\.io|configsync\.gke\.io|configmanagement\.gke\.io|kpt\.dev|velero\.io|projectsveltos\.io|pulumi\.com|serving\.knative\.dev|internal\.serving\.kserve\.io)\/|^serving\.kserve\.io\/stop$|^kubernetes\.io\/change-cause$/;

/**
 * Labels of that kind: Argo CD tracks by `app.kubernetes.io/instance`, Helm and Flux put in theirs, kapp its own, and
 * `kubectl apply --prune` that of its set.
 */
const ownLabels =
	/^([^/]+\.)?(helm\.sh|argoproj\.io|fluxcd\.io|cattle\.io|kapp\.k14s\.io|applyset\.kubernetes\.io|cli-utils\.sigs\.k8s\.io|configsync\.gke\.io|configmanagement\.gke\.io|velero\.io|projectsveltos\.io|iter8\.tools|serving\.knative\.dev)\/|^app\.kubernetes\.io\/(instance|managed-by)$/;

/** What a copy of an InferenceService takes along of its labels and annotations. */
export function copiedMetadata({labels, annotations}: ObjectMeta): {readonly labels: Map; readonly annotations: Map} {
	return {labels: without(labels, ownLabels), annotations: without(annotations, ownAnnotations)};
}

/**
 * What a copy takes along of a spec: not by how much KServe itself splits requests between revisions (`canaryTrafficPercent`) or
 * specs (`canary`), which is a state of a rollout of its own.
 */
export function copiedSpec(spec: unknown): unknown {
	if (!isRecord(spec)) return spec;
	const {canary: _, ...others} = spec;
	return Object.fromEntries(Object.entries(others).map(([name, part]) => [name, withoutSplit(part)]));
}

function withoutSplit(component: unknown): unknown {
	if (!isRecord(component)) return component;
	const {canaryTrafficPercent: _, ...others} = component;
	return others;
}

function without(map: Map | undefined, keys: RegExp): Map {
	return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !keys.test(key)));
}
