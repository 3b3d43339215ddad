import {isDeepStrictEqual} from 'node:util';
import {appVersionLabel, verbFieldManager} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices} from '../../objects/resource.ts';
import type {ActionContext} from '../action-context.ts';
import {withPrevious, type Previous} from './previous.ts';

/** Whether two specs ask for the same thing, whatever the order of their keys. */
export function isSameSpec(left: unknown, right: unknown): boolean {
	return isDeepStrictEqual(left, right);
}

/** What an InferenceService shall become. */
interface Replacement {
	readonly spec: unknown;
	readonly version: string | undefined;
	/** What to keep of the primary; undefined leaves what is kept. */
	readonly previous?: Previous;
}

/**
 * Replaces the primary's spec and version label, guarded by its resourceVersion: a server-side apply would leave fields behind
 * that the new spec no longer has. What it was before is kept on it by the same write; everything else of the object stays:
 * finalizers, other annotations and labels.
 */
export async function replacePrimary(
	context: ActionContext,
	primary: KubeObject,
	{spec, version, previous}: Replacement,
): Promise<KubeObject> {
	const {[appVersionLabel]: _, ...labels} = primary.metadata.labels ?? {};
	const {managedFields: _managedFields, ...metadata} = primary.metadata;
	const object = {
		...primary,
		spec,
		metadata: {
			...metadata,
			labels: version === undefined ? labels : {...labels, [appVersionLabel]: version},
			...(previous && {annotations: withPrevious(metadata.annotations, previous)}),
		},
	};
	return context.cluster.replace(inferenceServices, object, {fieldManager: verbFieldManager, signal: context.signal});
}
