import {describeDaemon} from '../info/describe-daemon.ts';
import {routeFieldManager} from '../objects/labels.ts';
import {leaseState} from '../objects/lease.ts';
import {fieldAt, stringAt, type KubeObject} from '../objects/object.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, listed, titleOf, type Finding} from './finding.ts';

/** How long ago someone else's write still counts as a sign that they are at work. */
const latelyMs = 3_600_000;

/** Who writes routes: nobody, several daemons, Iter8's own controller, others. */
export function controllers(input: CheckInput): readonly Finding[] {
	return [
		...daemons(input),
		...iter8(input),
		...input.apps.flatMap(({routes}) => routes.flatMap(each => writers(each, input))),
	];
}

function daemons({snapshot, now, apps}: CheckInput): readonly Finding[] {
	const daemon = describeDaemon(snapshot.leases, now);
	const leading = snapshot.leases.filter(lease => !leaseState(lease, now).expired);
	const holders = new Set(leading.map(lease => leaseState(lease, now).holder));
	if (holders.size > 1) {
		const places = leading.map(lease => `${leaseState(lease, now).holder} in namespace ${lease.metadata.namespace}`);
		return [
			{
				severity: 'broken',
				object: 'daemons',
				what: `two lead at once, ${listed(places)}: both write the same routes`,
				todo: 'stop one, or give both the same --lease-namespace',
			},
		];
	}

	if (leading.length > 0 || apps.length === 0) return [];
	return [
		{
			severity: 'warning',
			object: daemon ? `daemon ${daemon.holder}` : 'daemon',
			what: `${daemon ? `it has not renewed its lease since ${daemon.renewedAt}` : 'none is running'}, so that routes do not follow the versions`,
			todo: 'start one with kubectl iter8 watch',
		},
	];
}

function iter8({iter8Controllers, snapshot, now}: CheckInput): readonly Finding[] {
	const daemon = describeDaemon(snapshot.leases, now);
	const leads = daemon !== undefined && !daemon.isExpired;
	return iter8Controllers
		.filter(object => fieldAt(object, 'spec', 'replicas') !== 0)
		.map(object => ({
			severity: leads ? 'broken' : 'note',
			object: titleOf(object),
			what: leads
				? `Iter8's own controller is at work beside daemon ${daemon.holder}: both write the same routes and finalizers`
				: "Iter8's own controller is at work",
			todo: `kubectl scale ${object.kind.toLowerCase()} ${argumentsFor(object)} --replicas=0${leads ? '' : ' before you start kubectl iter8 watch'}`,
		}));
}

/** Field managers besides the daemon's that wrote the spec of a route lately. Who created it, as Helm and kubectl do with what `render` prints, does not count. */
function writers(route: KubeObject, {now}: CheckInput): readonly Finding[] {
	return (route.metadata.managedFields ?? []).flatMap((entry): readonly Finding[] => {
		const {manager = 'unknown', subresource, fieldsV1} = entry;
		const time = stringAt(entry, 'time') ?? '';
		const isLate = !(now.getTime() - Date.parse(time) > latelyMs);
		const isCreation = Date.parse(time) - Date.parse(route.metadata.creationTimestamp ?? '') <= 1000;
		if (manager === routeFieldManager || subresource || fieldAt(fieldsV1, 'f:spec') === undefined) return [];
		if (!isLate || isCreation) return [];
		return [
			{
				severity: 'warning',
				object: titleOf(route),
				what: `field manager ${manager} has written its spec, too${time === '' ? '' : `, at ${time}`}`,
				todo: 'change the routemap instead: the daemon undoes what others write',
			},
		];
	});
}
