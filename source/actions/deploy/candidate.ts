import {copiedMetadata, copiedSpec} from '../../kserve/copy.ts';
import {withModelName} from '../../kserve/model-name.ts';
import {withStorageUri} from '../../kserve/storage.ts';
import {appNameLabel, appVersionLabel, watchLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
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
 * What belongs to the one object only is left behind: status, marks of what made or tracks it, and how KServe splits its traffic.
 */
export function candidateObject(options: CandidateOptions): KubeObject {
	const {app, name, namespace, from, storageUri, modelName, version} = options;
	const owner = from.metadata.name ?? name;
	const copied = copiedSpec(from['spec']);
	const spec = storageUri === undefined ? copied : withStorageUri(owner, copied, storageUri);
	const {labels: copiedLabels, annotations} = copiedMetadata(from.metadata);
	const {[appVersionLabel]: _, ...labels} = copiedLabels;
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
			...(Object.keys(annotations).length > 0 ? {annotations} : {}),
		},
		spec: modelName === undefined ? spec : withModelName(owner, spec, modelName),
	};
}

/** The version after one that ends in a number: `v1` after `v0`; undefined when it does not. */
export function nextVersion(version: string | undefined): string | undefined {
	const [, head, digits] = /^(.*?)(\d+)$/.exec(version ?? '') ?? [];
	return head === undefined || digits === undefined ? undefined : `${head}${Number(digits) + 1}`;
}
