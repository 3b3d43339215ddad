import {stringAt, type KubeObject} from '../objects/object.ts';

/** The annotation by which KServe since 0.16 takes down all that serves an InferenceService (`constants.StopAnnotationKey`). */
export const stopAnnotation = 'serving.kserve.io/stop';

/** Whether an InferenceService is stopped, in whatever case that is written (KServe, `GetForceStopRuntime`). */
export function isStopped(object: KubeObject): boolean {
	return stringAt(object, 'metadata', 'annotations', stopAnnotation)?.toLowerCase() === 'true';
}

/** Why an InferenceService serves no spec whatever, and what to do; undefined where it may. */
export function stopFault(object: KubeObject): string | undefined {
	const {name, namespace} = object.metadata;
	if (!isStopped(object)) return undefined;
	const where = namespace === undefined ? '' : ` -n ${namespace}`;
	return `InferenceService ${name} is stopped: start it with "kubectl annotate inferenceservice ${name}${where} ${stopAnnotation}-"`;
}
