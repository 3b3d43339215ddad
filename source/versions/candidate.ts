import {copiedMetadata, copiedSpec} from '../kserve/copy.ts';
import {withModelName} from '../kserve/model-name.ts';
import {withStorageUri} from '../kserve/storage.ts';
import {appNameLabel, appVersionLabel, watchLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, inferenceServices} from '../objects/resource.ts';
import type {CandidateOptions} from './version-kind.ts';

/**
 * The InferenceService of a candidate: spec, labels and annotations of `from`, with the app's labels, the storageUri and the model's name put in.
 * What belongs to the one object only is left behind: status, marks of what made or tracks it, and how KServe splits its traffic.
 */
export function candidateObject(options: CandidateOptions): KubeObject {
	const {app, name, from, storageUri, modelName, image} = options;
	if (image !== undefined) {
		throw new Error(
			`${app} serves InferenceServices, which take their image from a runtime: --image goes with Deployments`,
		);
	}

	const owner = from.metadata.name ?? name;
	const copied = copiedSpec(from['spec']);
	const spec = storageUri === undefined ? copied : withStorageUri(owner, copied, storageUri);
	return {
		apiVersion: apiVersionOf(inferenceServices),
		kind: inferenceServices.kind,
		metadata: candidateMetadata(options),
		spec: modelName === undefined ? spec : withModelName(owner, spec, modelName),
	};
}

/** Name, labels and annotations of a candidate: what `from` has of its own accord, and the app's. */
export function candidateMetadata({app, name, namespace, from, version}: CandidateOptions): KubeObject['metadata'] {
	const {labels: copiedLabels, annotations} = copiedMetadata(from.metadata);
	const {[appVersionLabel]: _, ...labels} = copiedLabels;
	return {
		name,
		namespace,
		labels: {
			...labels,
			[appNameLabel]: app,
			...(version === undefined ? {} : {[appVersionLabel]: version}),
			[watchLabel]: 'true',
		},
		...(Object.keys(annotations).length > 0 ? {annotations} : {}),
	};
}

/** The version after one that ends in a number: `v1` after `v0`; undefined when it does not. */
export function nextVersion(version: string | undefined): string | undefined {
	const [, head, digits] = /^(.*?)(\d+)$/.exec(version ?? '') ?? [];
	return head === undefined || digits === undefined ? undefined : `${head}${Number(digits) + 1}`;
}
