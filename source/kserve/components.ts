import {fieldAt, isRecord, stringAt, type KubeObject} from '../objects/object.ts';

/** A part of an InferenceService as its status tells of it: predictor, transformer or explainer. */
export interface Component {
	readonly name: string;
	readonly status: unknown;
}

/** Which components an InferenceService has besides its predictor, by its spec. */
export function componentsBeside(object: KubeObject): {readonly transformer: boolean; readonly explainer: boolean} {
	const has = (name: string): boolean => isRecord(fieldAt(object, 'spec', name));
	return {transformer: has('transformer'), explainer: has('explainer')};
}

/** The components of an InferenceService that its status tells of. */
export function componentsOf(object: KubeObject): readonly Component[] {
	const components = fieldAt(object, 'status', 'components');
	if (!isRecord(components)) return [];
	return Object.entries(components).map(([name, status]) => ({name, status}));
}

/**
 * The Services that KServe may make of a component of an InferenceService: `NAME-predictor`, before 0.11 `NAME-predictor-default`.
 */
export function componentServices(
	name: string,
	component: 'predictor' | 'transformer' | 'explainer',
): readonly string[] {
	return [`${name}-${component}`, `${name}-${component}-default`];
}

/**
 * Whether a component has revisions as Knative makes them. In Standard mode KServe up to 0.14 copies the count of a Deployment's
 * revisions into the same field, and never says of one that it is ready.
 */
export function hasRevisions({status}: Component): boolean {
	const created = stringAt(status, 'latestCreatedRevision') ?? '';
	return fieldAt(status, 'latestReadyRevision') !== undefined || /\D/.test(created);
}
