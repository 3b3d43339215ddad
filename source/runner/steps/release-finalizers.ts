import {findDaemon} from '../../kube/find-daemon.ts';
import {findRoutemap} from '../../kube/find-routemap.ts';
import {wait} from '../../kube/wait.ts';
import {find, hasReason} from '../../objects/cluster.ts';
import {routeFieldManager} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {mayName, ownReach} from '../../ownership/reach.ts';
import {namesObject} from '../../ownership/version-object.ts';
import {releaseFinalizer} from '../../reconcile/drain/finalizer.ts';
import type {Target} from '../../rollout/step.ts';
import type {Perform, StepContext} from '../step-context.ts';

/**
 * The route is down: after the drain nothing needs the versions' finalizers, unless another routemap names them. A daemon that
 * leads does this itself, later.
 */
export const releaseFinalizers: Perform<'release-finalizers'> = async (context, {app, targets}, progress) => {
	const daemon = await findDaemon(context);
	if (daemon === undefined) progress(`no daemon leads: draining for ${Math.round(context.drainMs / 1000)}s`);
	await wait(context.drainMs, context.signal);
	context.signal.throwIfAborted();
	const {others} = await findRoutemap(context.cluster, context.namespace, app, context.signal);
	for (const target of targets) await release(context, others, target);
	return 'finalizers released';
};

/** An object that changes between the look and the patch is looked at again, a few times. */
async function release(
	{cluster, namespace, types, signal}: StepContext,
	others: readonly KubeObject[],
	{resource, namespace: place, name}: Target,
): Promise<void> {
	for (let tries = 1; ; tries++) {
		const object = await find(cluster, resource, place, name, signal);
		if (!object || !mayName(namespace, object, ownReach)) return;
		if (others.some(other => namesObject(other, object, types))) return;
		try {
			return await releaseFinalizer(cluster, resource, object, routeFieldManager);
		} catch (error) {
			if (!hasReason(error, 'Invalid') || tries === 5) throw error;
		}
	}
}
