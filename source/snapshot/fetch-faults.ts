import type {AppInfo} from '../info/app.ts';
import {newestFirst, timeOf} from '../info/event-order.ts';
import {hasReason, type Cluster} from '../objects/cluster.ts';
import {routeApplied, routemapFault} from '../objects/event-reasons.ts';
import {stringAt, type KubeObject} from '../objects/object.ts';
import {events} from '../objects/resource.ts';

/** What a daemon said last of a routemap whose routes it could not apply. */
export interface DaemonFault {
	readonly app: AppInfo;
	/** In the daemon's words: the API server's refusal, or the template's error. */
	readonly message: string;
	/** RFC 3339. */
	readonly at: string | undefined;
}

/** Of more apps nobody reads why. */
const mostApps = 8;

/**
 * Why routes that are not in force are not, as the daemon's Events tell it. Only apps with such routes are asked about. Where Events
 * may not be read nothing is known.
 */
export async function fetchFaults(
	cluster: Cluster,
	apps: readonly AppInfo[],
	signal: AbortSignal,
): Promise<readonly DaemonFault[]> {
	const late = apps.filter(({warnings}) => warnings.some(({kind}) => kind === 'route')).slice(0, mostApps);
	return (await Promise.all(late.map(app => faultOf(cluster, app, signal)))).flat();
}

async function faultOf(cluster: Cluster, app: AppInfo, signal: AbortSignal): Promise<readonly DaemonFault[]> {
	const fieldSelector = `involvedObject.kind=ConfigMap,involvedObject.name=${app.routemap}`;
	try {
		const {items} = await cluster.list(events, app.namespace, {fieldSelector, signal});
		const [last] = newestFirst(items.filter(event => isTelling(event, app.routemap)));
		if (last?.['reason'] !== routemapFault) return [];
		return [{app, message: stringAt(last, 'message') ?? '', at: timeOf(last)}];
	} catch (error) {
		if (hasReason(error, 'Forbidden')) return [];
		throw error;
	}
}

/** Whether an Event tells how applying the routes of a routemap went. */
function isTelling(event: KubeObject, routemap: string): boolean {
	const reason = stringAt(event, 'reason');
	return (
		(reason === routemapFault || reason === routeApplied) &&
		stringAt(event, 'involvedObject', 'kind') === 'ConfigMap' &&
		stringAt(event, 'involvedObject', 'name') === routemap
	);
}
