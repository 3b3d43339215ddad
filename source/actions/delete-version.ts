import {find, hasReason} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {inferenceServices, resourceName} from '../objects/resource.ts';
import {objectWords} from '../ownership/object-words.ts';
import {deletionFault} from '../ownership/version-object.ts';
import {reconcileWithoutDaemon} from '../reconcile/reconcile-without-daemon.ts';
import {placeOf, type ActionContext} from './action-context.ts';
import type {AppState} from './app-state.ts';
import {findDaemon} from './find-daemon.ts';
import type {Progress, Step} from './plan.ts';
import {waitUntilGone, WaitTimeout} from './wait-until.ts';

/** How long a daemon whose lease is fresh gets before its lease is looked at again, in milliseconds. */
const daemonCheckMs = 5000;

/**
 * Deletes a version's InferenceService and, unless told not to, waits until it is gone. It must still be the object that the plan
 * was made of, and the app's.
 */
export function deleteVersionStep(
	context: ActionContext,
	{configMap, claim}: AppState,
	object: KubeObject,
	isAwaited: boolean,
): Step {
	const {name, uid} = object.metadata;
	const {cluster, namespace, signal} = placeOf(context, object);
	return {
		title: `delete ${objectWords(object)}`,
		run: async progress => {
			const live = await find(cluster, inferenceServices, namespace, name, signal);
			const fault = live && live.metadata.uid === uid ? deletionFault(live, claim) : undefined;
			if (fault !== undefined) throw new Error(fault);
			try {
				await cluster.delete(inferenceServices, namespace, name, {...(uid === undefined ? {} : {uid}), signal});
			} catch (error) {
				if (!hasReason(error, 'NotFound')) throw error;
			}

			if (isAwaited) await waitUntilDeleted(context, configMap, object, progress);
			return `${resourceName(inferenceServices, name)} deleted`;
		},
	};
}

/**
 * Waits until an object that is being deleted is gone. While a daemon leads, moving the route and releasing the finalizer is its
 * work; when none does, this does it itself, so that deleting is never blocked for good.
 */
async function waitUntilDeleted(
	context: ActionContext,
	configMap: KubeObject,
	object: KubeObject,
	progress: Progress,
): Promise<void> {
	const place = placeOf(context, object);
	const deadline = performance.now() + context.timeoutMs;
	for (;;) {
		const daemon = await findDaemon(context);
		if (daemon === undefined) {
			progress('no daemon leads: applying the route, draining and releasing the finalizer from here');
			await reconcileWithoutDaemon(context, configMap, progress);
			return waitUntilGone(place, inferenceServices, object, progress);
		}

		// A timer takes whole milliseconds only.
		const restMs = Math.max(1, Math.ceil(deadline - performance.now()));
		try {
			return await waitUntilGone(
				{...place, timeoutMs: Math.min(restMs, daemonCheckMs)},
				inferenceServices,
				object,
				progress,
			);
		} catch (error) {
			if (!(error instanceof WaitTimeout) || context.signal.aborted || performance.now() >= deadline) throw error;
		}
	}
}
