import {wait} from '../../kube/wait.ts';
import {find, hasReason} from '../../objects/cluster.ts';
import {routeFieldManager} from '../../objects/labels.ts';
import type {Resource} from '../../objects/resource.ts';
import {mayName, ownReach} from '../../ownership/reach.ts';
import {namesObject} from '../../ownership/version-object.ts';
import {releaseFinalizer} from '../../reconcile/drain/finalizer.ts';
import type {ActionContext} from '../action-context.ts';
import type {AppState} from '../app-state.ts';
import {findDaemon} from '../find-daemon.ts';
import type {Step} from '../plan.ts';

/**
 * The route is down: after the drain nothing needs the versions' finalizers, unless another routemap names them. A daemon that
 * leads does this itself, later.
 */
export function releaseStep(context: ActionContext, app: AppState): Step {
	return {
		title: 'release the finalizers of its versions',
		run: async progress => {
			const daemon = await findDaemon(context);
			if (daemon === undefined) progress(`no daemon leads: draining for ${Math.round(context.drainMs / 1000)}s`);
			await wait(context.drainMs, context.signal);
			context.signal.throwIfAborted();
			for (const {resources} of app.routemap.versions) {
				for (const {gvrShort, namespace, name} of resources) {
					const resource = context.types.get(gvrShort)?.resource;
					if (resource) await release(context, app, {resource, namespace, name});
				}
			}

			return 'finalizers released';
		},
	};
}

interface Place {
	readonly resource: Resource;
	readonly namespace: string;
	readonly name: string;
}

/** An object that changes between the look and the patch is looked at again, a few times. */
async function release(context: ActionContext, {claim}: AppState, {resource, namespace, name}: Place): Promise<void> {
	for (let tries = 1; ; tries++) {
		const object = await find(context.cluster, resource, namespace, name, context.signal);
		if (!object || !mayName(claim.namespace, object, ownReach)) return;
		if (claim.others.some(other => namesObject(other, object))) return;
		try {
			return await releaseFinalizer(context.cluster, resource, object, routeFieldManager);
		} catch (error) {
			if (!hasReason(error, 'Invalid') || tries === 5) throw error;
		}
	}
}
