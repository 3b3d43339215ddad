import {fieldAt, isRecord, listAt, numberAt, stringAt, type KubeObject} from '../../objects/object.ts';
import {canonicalJson} from './canonical-json.ts';
import type {ComponentName} from './component.ts';

/** What one revision of a component is made from. Two equal templates (`key`) are one revision. */
export interface RevisionTemplate {
	/** Where the model is; undefined in a component that brings its own container. */
	readonly storageUri?: string;
	/** Whether it goes without a server while nobody asks it (`minReplicas: 0`); KServe's own default is one copy. */
	readonly mayScaleToZero?: boolean;
	/** Everything that makes a new revision when it changes, in canonical JSON. */
	readonly key: string;
}

/** Annotations that KServe keeps off the revision (`ServiceAnnotationDisallowedList` in its `pkg/constants/constants.go`). */
const unpropagatedAnnotations: ReadonlySet<string> = new Set([
	'autoscaling.knative.dev/min-scale',
	'autoscaling.knative.dev/max-scale',
	'internal.serving.kserve.io/storage-initializer-sourceuri',
	'kubectl.kubernetes.io/last-applied-configuration',
]);

/** The label that KServe keeps off the revision (`RevisionTemplateLabelDisallowedList`, same file). */
const unpropagatedLabel = 'networking.knative.dev/visibility';

/** Annotations that stay on the Knative Service (`managedKsvcAnnotations` in KServe's `ksvc_reconciler.go`). */
const serviceAnnotations: ReadonlySet<string> = new Set([
	'serving.knative.dev/rollout-duration',
	'serving.knative.openshift.io/enablePassthrough',
]);

/**
 * The revision template of a component of an InferenceService: its spec and, in Knative mode, **also its labels and annotations**, so
 * that a changed version label or weight annotation alone loads the model anew in a new revision. KServe copies them in
 * `components/predictor.go` (`buildObjectMeta`) and puts them into the template in `knative/ksvc_reconciler.go`
 * (`createKnativeService`); Knative makes a revision for each generation of its Configuration (`configuration.go`).
 */
export function revisionTemplate(inferenceService: KubeObject, component: ComponentName): RevisionTemplate {
	const {labels = {}, annotations = {}} = inferenceService.metadata;
	const spec = fieldAt(inferenceService, 'spec', component);
	const storageUri = storageUriOf(spec);
	const key = canonicalJson({
		labels: without(labels, label => label === unpropagatedLabel),
		annotations: without(annotations, name => unpropagatedAnnotations.has(name) || serviceAnnotations.has(name)),
		[component]: spec,
	});
	const mayScaleToZero = numberAt(spec, 'minReplicas') === 0;
	return {...(storageUri !== undefined && {storageUri}), ...(mayScaleToZero && {mayScaleToZero}), key};
}

/** `model.storageUri` of a predictor, the first of its `storageUris`, or the one under a framework's own name (`sklearn.storageUri`). */
function storageUriOf(spec: unknown): string | undefined {
	const named = stringAt(spec, 'model', 'storageUri') ?? stringAt(listAt(spec, 'storageUris')[0], 'uri');
	if (named !== undefined || !isRecord(spec)) return named;
	return Object.values(spec)
		.map(framework => stringAt(framework, 'storageUri'))
		.find(uri => uri !== undefined);
}

function without(
	record: Readonly<Record<string, string>>,
	dropped: (key: string) => boolean,
): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !dropped(key)));
}
