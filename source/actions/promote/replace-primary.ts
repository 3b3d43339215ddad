import {hasReason} from '../../objects/cluster.ts';
import {appVersionLabel, verbFieldManager} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices} from '../../objects/resource.ts';
import type {ActionContext} from '../action-context.ts';
import {withPrevious, type Previous} from './previous.ts';
import {requireUnchanged} from './unchanged.ts';

/** What an InferenceService shall become. */
interface Replacement {
	readonly spec: unknown;
	readonly version: string | undefined;
	/** What to keep of the primary; undefined leaves what is kept. */
	readonly previous?: Previous;
}

/** How often a primary may change in the very moment of a replace; its status changes with each of its pods. */
const attempts = 5;

/**
 * Replaces the primary's spec and version label, guarded by its resourceVersion: a server-side apply would leave fields behind
 * that the new spec no longer has. What it was before is kept on it by the same write; everything else of the object stays:
 * finalizers, other annotations and labels. What others write meanwhile, as KServe its status, stays too; rejects when it is
 * another spec.
 */
export async function replacePrimary(
	context: ActionContext,
	primary: KubeObject,
	replacement: Replacement,
): Promise<KubeObject> {
	let present = primary;
	for (let attempt = 1; ; attempt++) {
		try {
			return await replaceOnce(context, present, replacement);
		} catch (error) {
			if (!hasReason(error, 'Conflict') || attempt === attempts) throw error;
			present = await requireUnchanged(context, primary, primary['spec']);
		}
	}
}

async function replaceOnce(
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
