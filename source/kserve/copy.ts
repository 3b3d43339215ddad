import {isRecord, type ObjectMeta} from '../objects/object.ts';

type Map = Readonly<Record<string, string>>;

/**
 * Groups of keys of labels and annotations that say whose an object is, what made it or what last wrote it: a copy that carried them
 * would be pruned or deleted by the tool that tracks the original. Tools that go by such a label alone are among them (Argo CD, kapp,
 * kubectl's and cli-utils' sets, kluctl, qbec, Tanka, kubecfg, k0s, the addon manager, the Hierarchical Namespace Controller).
 */
const owners = `
	kubectl.kubernetes.io deployment.kubernetes.io applyset.kubernetes.io addonmanager.kubernetes.io config.kubernetes.io
	config.k8s.io cli-utils.sigs.k8s.io hnc.x-k8s.io internal.serving.kserve.io iter8.tools helm.sh argoproj.io fluxcd.io cattle.io
	kapp.k14s.io kluctl.io qbec.io tanka.dev kubecfg.ksonnet.io k0s.k0sproject.io skaffold.dev spinnaker.io werf.io oam.dev
	crossplane.io kro.run karmada.io open-cluster-management.io razee.io configsync.gke.io configmanagement.gke.io kpt.dev
	velero.io projectsveltos.io pulumi.com`;

const group = `([^/]+\\.)?(${owners.trim().split(/\s+/).join('|').replaceAll('.', '\\.')})/`;

/**
 * Besides those, what an object is in at the moment, and what only Knative's webhook writes. Others of Knative's are
 * wishes, such as how long a revision may take (`serving.knative.dev/progress-deadline`).
 */
const ownAnnotations = new RegExp(
	`^${group}|^serving\\.knative\\.dev/(creator|lastModifier)$|^serving\\.kserve\\.io/stop$|^kubernetes\\.io/change-cause$`,
);

/** Besides those, the name by which Argo CD tracks, that of who made the object, and what Knative finds its own objects by. */
const ownLabels = new RegExp(`^${group}|^serving\\.knative\\.dev/|^app\\.kubernetes\\.io/(instance|managed-by)$`);

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
