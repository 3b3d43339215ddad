import type {AppInfo} from '../info/app.ts';
import {daemonFaultIn, type DaemonFault} from '../info/daemon-fault.ts';
import {hasReason, type Cluster} from '../objects/cluster.ts';
import {events} from '../objects/resource.ts';

/** Of more apps nobody reads why. */
const mostApps = 8;
/** What was read before has so many connections open; another one costs more than waiting for one of them. */
const atATime = 3;

/**
 * Why routes that are not in force are not, as the daemon's Events tell it. Only apps with such routes are asked about. Where Events
 * may not be read nothing is known.
 */
export async function fetchFaults(
	cluster: Cluster,
	apps: readonly AppInfo[],
	signal: AbortSignal,
): Promise<readonly DaemonFault[]> {
	const late = apps.filter(({routes}) => routes.some(({lag}) => lag !== '')).slice(0, mostApps);
	const rest = late.values();
	const ask = async (): Promise<readonly DaemonFault[]> => {
		const faults: DaemonFault[] = [];
		for (const app of rest) faults.push(...(await faultOf(cluster, app, signal)));
		return faults;
	};
	return (await Promise.all(Array.from({length: atATime}, ask))).flat();
}

async function faultOf(cluster: Cluster, app: AppInfo, signal: AbortSignal): Promise<readonly DaemonFault[]> {
	const fieldSelector = `involvedObject.kind=ConfigMap,involvedObject.name=${app.routemap}`;
	try {
		const {items} = await cluster.list(events, app.namespace, {fieldSelector, signal});
		const fault = daemonFaultIn(items, app);
		return fault ? [fault] : [];
	} catch (error) {
		if (hasReason(error, 'Forbidden')) return [];
		throw error;
	}
}
