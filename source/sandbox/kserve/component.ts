import type {KubeObject} from '../../objects/object.ts';

/** A part of an InferenceService that has pods of its own. */
export type ComponentName = 'predictor';

/** One component of an InferenceService. */
export interface Component {
	readonly object: KubeObject;
	readonly component: ComponentName;
}

/** Name of the Knative Service, or of the Deployment and Service, that KServe makes of a component. */
export function serviceName(inferenceService: string, component: ComponentName): string {
	return `${inferenceService}-${component}`;
}

/** A component's name as the types of its conditions begin. */
export function titleOf(component: ComponentName): string {
	return component.charAt(0).toUpperCase() + component.slice(1);
}

/** Which components an InferenceService asks for, those that are asked first behind those that they ask. */
export function wantedComponents(_object: KubeObject): readonly ComponentName[] {
	return ['predictor'];
}

/** The component of an InferenceService that requests enter by. */
export function entryOf(object: KubeObject): ComponentName {
	return wantedComponents(object).at(-1) ?? 'predictor';
}
