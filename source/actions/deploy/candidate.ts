import {withModelName} from '../../kserve/model-name.ts';
import {appNameLabel, appVersionLabel, watchLabel} from '../../objects/labels.ts';
import {fieldAt, isRecord, type KubeObject} from '../../objects/object.ts';
import {apiVersionOf, inferenceServices} from '../../objects/resource.ts';

interface CandidateOptions {
	readonly app: string;
	readonly name: string;
	readonly namespace: string;
	/** What to start from: the primary, or an InferenceService from a file. */
	readonly from: KubeObject;
	/** Where the model lies; undefined keeps what `from` says. */
	readonly storageUri: string | undefined;
	/** Under which name it is served; undefined keeps what `from` says. */
	readonly modelName?: string | undefined;
	/** Version label; undefined leaves the object without one. */
	readonly version: string | undefined;
}

/**
 * The InferenceService of a candidate: spec, labels and annotations of `from`, with the app's labels, the storageUri and the model's name put in.
 * What belongs to the one object only (status, kubectl's and Iter8's annotations) is left behind.
 */
export function candidateObject(options: CandidateOptions): KubeObject {
	const {app, name, namespace, from, storageUri, modelName, version} = options;
	const spec = storageUri === undefined ? from['spec'] : withStorageUri(from, storageUri);
	const {[appVersionLabel]: _, ...labels} = from.metadata.labels ?? {};
	const annotations = Object.entries(from.metadata.annotations ?? {}).filter(
		([key]) => !/(^|\.)(kubectl\.kubernetes\.io|iter8\.tools|helm\.sh)\//.test(key),
	);
	return {
		apiVersion: apiVersionOf(inferenceServices),
		kind: inferenceServices.kind,
		metadata: {
			name,
			namespace,
			labels: {
				...labels,
				[appNameLabel]: app,
				...(version === undefined ? {} : {[appVersionLabel]: version}),
				[watchLabel]: 'true',
			},
			...(annotations.length > 0 ? {annotations: Object.fromEntries(annotations)} : {}),
		},
		spec: modelName === undefined ? spec : withModelName(from.metadata.name ?? name, spec, modelName),
	};
}

/** A spec with another storageUri, in `predictor.model` or in the older form with the framework's own key. */
function withStorageUri(from: KubeObject, storageUri: string): unknown {
	const predictor = fieldAt(from, 'spec', 'predictor');
	if (!isRecord(predictor)) throw new Error(`${from.metadata.name} has no spec.predictor to put a storageUri into`);
	const key = Object.keys(predictor).find(
		candidate => candidate === 'model' || fieldAt(predictor, candidate, 'storageUri') !== undefined,
	);
	const model = key === undefined ? undefined : predictor[key];
	if (key === undefined || !isRecord(model)) {
		throw new Error(`${from.metadata.name} loads no model by storageUri: give the whole InferenceService with -f`);
	}

	return {...(isRecord(from['spec']) ? from['spec'] : {}), predictor: {...predictor, [key]: {...model, storageUri}}};
}

/** The version after one that ends in a number: `v1` after `v0`; undefined when it does not. */
export function nextVersion(version: string | undefined): string | undefined {
	const [, head, digits] = /^(.*?)(\d+)$/.exec(version ?? '') ?? [];
	return head === undefined || digits === undefined ? undefined : `${head}${Number(digits) + 1}`;
}
