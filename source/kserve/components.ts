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

/** The name that an InferenceService gives its predictor, which its Service has then too (`spec.predictor.name`, KServe 0.20). */
export function ownPredictorName(object: KubeObject): string | undefined {
	const name = stringAt(object, 'spec', 'predictor', 'name');
	return name === '' ? undefined : name;
}

/**
 * A spec whose predictor has the name that an InferenceService gives its own: where it takes another's spec over, its Service, to
 * which routes lead, stays the same.
 */
export function withPredictorNameOf(object: KubeObject, spec: unknown): unknown {
	const predictor = fieldAt(spec, 'predictor');
	if (!isRecord(spec) || !isRecord(predictor)) return spec;
	const {name: _, ...others} = predictor;
	const name = ownPredictorName(object);
	return {...spec, predictor: {...others, ...(name !== undefined && {name})}};
}

/** The components of an InferenceService that its status tells of. */
export function componentsOf(object: KubeObject): readonly Component[] {
	const components = fieldAt(object, 'status', 'components');
	if (!isRecord(components)) return [];
	return Object.entries(components).map(([name, status]) => ({name, status}));
}

/**
 * The Services that KServe may make of a component of an InferenceService: `NAME-predictor`, before 0.11 `NAME-predictor-default`;
 * of a predictor with a name of its own `NAME-OWN-predictor`.
 */
export function componentServices(
	name: string,
	component: 'predictor' | 'transformer' | 'explainer',
	own?: string,
): readonly string[] {
	if (component === 'predictor' && own !== undefined) return [`${name}-${own}-predictor`];
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
