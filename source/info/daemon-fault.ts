import {routeApplied, routemapFault} from '../objects/event-reasons.ts';
import {stringAt, type KubeObject} from '../objects/object.ts';
import {age} from '../print/age.ts';
import type {AppInfo} from './app.ts';
import {newestFirst, timeOf} from './event-order.ts';

/** What a daemon said last of a routemap whose routes it could not apply. */
export interface DaemonFault {
	readonly app: Pick<AppInfo, 'namespace' | 'routemap'>;
	/** In the daemon's words: the API server's refusal, or the template's error. */
	readonly message: string;
	/** RFC 3339. */
	readonly at: string | undefined;
}

/** What the last Event about it tells: nothing where that says that the route was applied. */
export function daemonFaultIn(events: readonly KubeObject[], app: DaemonFault['app']): DaemonFault | undefined {
	const last = newestFirst(events.filter(event => isTelling(event, app)))[0];
	if (last?.['reason'] !== routemapFault) return undefined;
	return {app, message: stringAt(last, 'message') ?? '', at: timeOf(last)};
}

/** Whether an Event tells how applying the routes of a routemap went. */
function isTelling(event: KubeObject, {routemap}: DaemonFault['app']): boolean {
	const reason = stringAt(event, 'reason');
	return (
		(reason === routemapFault || reason === routeApplied) &&
		stringAt(event, 'involvedObject', 'kind') === 'ConfigMap' &&
		stringAt(event, 'involvedObject', 'name') === routemap
	);
}

/** What a daemon said last of an app's routes, and when, in words; undefined where nothing is known of it. */
export function refusalOf(
	faults: readonly DaemonFault[],
	{namespace, routemap}: DaemonFault['app'],
	now: Date,
): string | undefined {
	const fault = faults.find(({app}) => app.routemap === routemap && app.namespace === namespace);
	if (!fault) return undefined;
	const when = fault.at === undefined ? '' : ` ${age(fault.at, now)} ago`;
	return `the daemon could not apply it${when}: ${fault.message}`;
}
