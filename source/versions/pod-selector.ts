import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {deployments, inferenceServices} from '../objects/resource.ts';

/**
 * Label selector of the pods that serve a version's main object; undefined for a kind whose pods are not known. KServe labels the
 * pods of each component in every mode (`pkg/constants`, `InferenceServicePodLabelKey`).
 */
export function podSelector(object: KubeObject): string | undefined {
	if (object.kind === inferenceServices.kind) return modelPodSelector(object.metadata.name);
	return object.kind === deployments.kind ? selectorText(fieldAt(object, 'spec', 'selector')) : undefined;
}

/** The same for an InferenceService, by its name. */
export function modelPodSelector(name: string): string {
	return `serving.kserve.io/inferenceservice=${name}`;
}

/** A LabelSelector as the API takes it in a query ("Labels and Selectors", API); undefined for one that selects everything. */
function selectorText(selector: unknown): string | undefined {
	const labels = fieldAt(selector, 'matchLabels');
	const equal = Object.entries(isRecord(labels) ? labels : {}).map(([key, value]) => `${key}=${String(value)}`);
	const expressions = listAt(selector, 'matchExpressions').flatMap(expressionText);
	const all = [...equal, ...expressions];
	return all.length === 0 ? undefined : all.join(',');
}

function expressionText(expression: unknown): readonly string[] {
	const key = stringAt(expression, 'key') ?? '';
	const values = listAt(expression, 'values').map(String).join(',');
	switch (stringAt(expression, 'operator')) {
		case 'In':
			return [`${key} in (${values})`];
		case 'NotIn':
			return [`${key} notin (${values})`];
		case 'Exists':
			return [key];
		case 'DoesNotExist':
			return [`!${key}`];
		default:
			return [];
	}
}
