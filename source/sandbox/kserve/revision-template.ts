import {fieldAt, isRecord, stringAt, type KubeObject} from '../../objects/object.ts';
import {canonicalJson} from './canonical-json.ts';

/** What one revision of a predictor is made from. Two equal templates (`key`) are one revision. */
export interface RevisionTemplate {
	/** Where the model is; undefined in a predictor that brings its own container. */
	readonly storageUri?: string;
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
 * The revision template of an InferenceService: its predictor and, in Knative mode, **also its labels and annotations**, so
 * that a changed version label or weight annotation alone loads the model anew in a new revision. KServe copies them in
 * `components/predictor.go` (`buildObjectMeta`) and puts them into the template in `knative/ksvc_reconciler.go`
 * (`createKnativeService`); Knative makes a revision for each generation of its Configuration (`configuration.go`).
 */
export function revisionTemplate(inferenceService: KubeObject): RevisionTemplate {
	const {labels = {}, annotations = {}} = inferenceService.metadata;
	const predictor = fieldAt(inferenceService, 'spec', 'predictor');
	const storageUri = storageUriOf(predictor);
	const key = canonicalJson({
		labels: without(labels, label => label === unpropagatedLabel),
		annotations: without(annotations, name => unpropagatedAnnotations.has(name) || serviceAnnotations.has(name)),
		predictor,
	});
	return {...(storageUri === undefined ? {} : {storageUri}), key};
}

/** `spec.predictor.model.storageUri`, or the one under a framework's own name (`spec.predictor.sklearn.storageUri`). */
function storageUriOf(predictor: unknown): string | undefined {
	const named = stringAt(predictor, 'model', 'storageUri');
	if (named !== undefined || !isRecord(predictor)) return named;
	return Object.values(predictor)
		.map(framework => stringAt(framework, 'storageUri'))
		.find(uri => uri !== undefined);
}

function without(
	record: Readonly<Record<string, string>>,
	dropped: (key: string) => boolean,
): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !dropped(key)));
}
