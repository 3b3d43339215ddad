import type {KubeObject} from '../../objects/object.ts';

const finalizer = 'inferenceservice.finalizers';

/**
 * KServe adds its finalizer, and takes it off as soon as the object is being deleted. It writes the **whole list** as it saw
 * it, by a merge patch without resourceVersion (`controller.go`), and so undoes what another wrote in between. Undefined when
 * there is nothing to write.
 */
export function nextFinalizers({metadata}: KubeObject): readonly string[] | undefined {
	const {deletionTimestamp, finalizers = []} = metadata;
	if (finalizers.includes(finalizer) === (deletionTimestamp === undefined)) return undefined;
	return deletionTimestamp === undefined ? [...finalizers, finalizer] : finalizers.filter(f => f !== finalizer);
}
