import {findDaemon} from '../kube/find-daemon.ts';
import {findRoutemap} from '../kube/find-routemap.ts';
import {noSuchApp} from '../kube/no-such-app.ts';
import {routeFieldManager} from '../objects/labels.ts';
import {reconcileWithoutDaemon} from '../reconcile/reconcile-without-daemon.ts';
import {isInForce} from '../routemap/assess/route-difference.ts';
import {parseRoutemap} from '../routemap/routemap.ts';
import type {ActionContext} from './action-context.ts';
import {liveRoutes} from './live-routes.ts';
import type {Progress} from './step-context.ts';
import {waitInPieces, waitUntil} from './wait-until.ts';

/** How long a daemon gets before it is asked anew who leads and what the route should be, in milliseconds. */
const lookAgainMs = 5000;

/**
 * Resolves when an app's routes are what its routemap renders for the weights of now: while a daemon leads that is the daemon's
 * to write, and otherwise it is written here, by the same code and field manager. Rejects after the context's timeout.
 */
export async function bringRoutesInForce(context: ActionContext, app: string, progress: Progress): Promise<void> {
	const {cluster, namespace, signal} = context;
	await waitInPieces(context, lookAgainMs, async piece => {
		const {routemap: configMap} = await findRoutemap(cluster, namespace, app, signal);
		if (!configMap) throw await noSuchApp(context, app);
		const daemon = await findDaemon(context);
		if (daemon === undefined) return reconcileWithoutDaemon(context, configMap, progress);
		const routemap = parseRoutemap(configMap);
		const {routes} = await liveRoutes({...context, ...daemon.settings}, routemap);
		for (const route of routes) {
			if ('error' in route) throw route.error;
			const {resource, object} = route;
			await waitUntil(piece, {
				resource,
				name: object.metadata.name,
				onProgress: progress,
				until: current =>
					isInForce(object, current, routeFieldManager) ||
					`the daemon ${daemon.holder} leads and has not written it yet`,
			});
		}
	});
}
