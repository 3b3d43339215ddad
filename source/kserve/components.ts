import {conditionOf, type Condition} from '../objects/condition.ts';
import {fieldAt, isRecord, stringAt, type KubeObject} from '../objects/object.ts';

/** A part of an InferenceService as its status tells of it: predictor, transformer or explainer. */
export interface Component {
	readonly name: string;
	readonly status: unknown;
}

/** Which components an InferenceService has besides its predictor, by its spec. */
export function componentsBeside(object: KubeObject): {readonly transformer: boolean; readonly explainer: boolean} {
	return {transformer: hasComponent(object, 'transformer'), explainer: hasComponent(object, 'explainer')};
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

/**
 * The components of an InferenceService that its status tells of, and its spec still has: of one that was taken out KServe's status
 * goes on telling, conditions included, what was last so (0.11 to 0.20).
 */
export function componentsOf(object: KubeObject): readonly Component[] {
	const components = fieldAt(object, 'status', 'components');
	if (!isRecord(components)) return [];
	return Object.entries(components).flatMap(([name, status]) => (hasComponent(object, name) ? [{name, status}] : []));
}

/** Whether an InferenceService has a component, by its spec. */
export function hasComponent(object: KubeObject, name: string): boolean {
	return name === 'predictor' || isRecord(fieldAt(object, 'spec', name));
}

/** A component's own condition. */
export function readyConditionOf(object: KubeObject, name: string): Condition | undefined {
	return conditionOf(object, `${name.charAt(0).toUpperCase()}${name.slice(1)}Ready`);
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
