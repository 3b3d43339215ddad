import {hasReason} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {inferenceServices, resourceName} from '../objects/resource.ts';
import {reconcileWithoutDaemon} from '../reconcile/reconcile-without-daemon.ts';
import type {ActionContext} from './action-context.ts';
import {findDaemon} from './find-daemon.ts';
import type {Progress, Step} from './plan.ts';
import {waitUntilGone} from './wait-until.ts';

/** How long a daemon whose lease is fresh gets before its lease is looked at again, in milliseconds. */
const daemonCheckMs = 5000;

/** Deletes a version's InferenceService and, unless told not to, waits until it is gone. */
export function deleteVersionStep(
	context: ActionContext,
	configMap: KubeObject,
	object: KubeObject,
	isAwaited: boolean,
): Step {
	const {name, uid} = object.metadata;
	return {
		title: `delete ${name}`,
		run: async progress => {
			try {
				await context.cluster.delete(inferenceServices, context.namespace, name, {
					...(uid === undefined ? {} : {uid}),
					signal: context.signal,
				});
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
	const deadline = performance.now() + context.timeoutMs;
	for (;;) {
		const daemon = await findDaemon(context);
		if (daemon === undefined) {
			progress('no daemon leads: applying the route, draining and releasing the finalizer from here');
			await reconcileWithoutDaemon(context, configMap, progress);
			return waitUntilGone(context, inferenceServices, object, progress);
		}

		// A timer takes whole milliseconds only.
		const restMs = Math.max(1, Math.ceil(deadline - performance.now()));
		try {
			return await waitUntilGone(
				{...context, timeoutMs: Math.min(restMs, daemonCheckMs)},
				inferenceServices,
				object,
				progress,
			);
		} catch (error) {
			if (context.signal.aborted || performance.now() >= deadline) throw error;
		}
	}
}
