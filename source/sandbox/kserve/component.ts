import {componentsBeside} from '../../kserve/components.ts';
import type {KubeObject} from '../../objects/object.ts';

/** A part of an InferenceService that has pods of its own. */
export type ComponentName = 'predictor' | 'transformer';

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

/** The components of an InferenceService, each behind the one that it asks itself. */
export function componentNames(object: KubeObject): readonly ComponentName[] {
	return componentsBeside(object).transformer ? ['predictor', 'transformer'] : ['predictor'];
}

/** The component that requests enter by. */
export function entryOf(object: KubeObject): ComponentName {
	return componentsBeside(object).transformer ? 'transformer' : 'predictor';
}
