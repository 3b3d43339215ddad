import {describeDaemon, disbeliefOf, doubleLeaders, type DaemonInfo} from '../info/describe-daemon.ts';
import {daemonStates} from '../info/states/daemon-states.ts';
import {adviceText} from '../info/states/state.ts';
import {unledStates} from '../info/states/unled-states.ts';
import {routeFieldManager} from '../objects/labels.ts';
import {leaseName} from '../objects/lease.ts';
import {fieldAt, stringAt, titleOf, type KubeObject} from '../objects/object.ts';
import {listed} from '../print/listed.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, type Finding} from './finding.ts';

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

function daemons({namespace, snapshot, now, apps}: CheckInput): readonly Finding[] {
	const daemon = describeDaemon(snapshot.leases, now);
	const leaders = doubleLeaders(snapshot.leases, now);
	if (leaders) {
		const count = leaders.leaders.length;
		return [
			{
				severity: 'broken',
				object: 'daemons',
				what: `${count === 2 ? 'two' : count} lead at once, ${listed(leaders.leaders)}: they write the same routes`,
				todo: `${leaders.todo}; or give both the same --lease-namespace`,
			},
		];
	}

	const doubts = daemon ? [...disbelief(daemon), ...stranger(daemon, snapshot.leases)] : [];
	const states =
		daemon?.isExpired === false
			? unledStates(
					snapshot.leases,
					apps.map(({info}) => info.namespace),
					now,
				)
			: daemonStates(daemon, namespace, snapshot.hiddenLeases);
	return [
		...(apps.length === 0 ? [] : states).map(({kind, sentence, advised}): Finding => ({
			severity: kind === 'daemon-hidden' ? 'note' : 'warning',
			object: 'daemon',
			what: sentence,
			todo: kind === 'daemon-hidden' ? 'have someone with more rights run check, too' : adviceText(advised),
			state: kind,
		})),
		...doubts,
	];
}

/** A lease that claims to be in force for longer than a daemon without a sign of life is waited for. */
function disbelief(daemon: DaemonInfo): readonly Finding[] {
	const what = disbeliefOf(daemon);
	if (what === undefined) return [];
	const {namespace} = daemon;
	return [
		{
			severity: 'warning',
			object: `Lease ${namespace}/${leaseName}`,
			what: `it is ${what}`,
			todo: `a daemon takes it within a minute; kubectl get lease ${leaseName} -n ${namespace} -o yaml --show-managed-fields tells who wrote it, kubectl delete lease ${leaseName} -n ${namespace} has a daemon lead at once`,
		},
	];
}

/** Someone else who keeps the lease in force, so that no daemon leads: the server notes who has renewed it. */
function stranger(daemon: DaemonInfo, leases: readonly KubeObject[]): readonly Finding[] {
	const {holder, namespace, isExpired} = daemon;
	const lease = leases.find(({metadata}) => metadata.name === leaseName && metadata.namespace === namespace);
	const renewal = lease?.metadata.managedFields?.find(
		({fieldsV1}) => fieldAt(fieldsV1, 'f:spec', 'f:renewTime') !== undefined,
	);
	const writer = renewal?.manager ?? leaseName;
	if (isExpired || writer === leaseName) return [];
	return [
		{
			severity: 'warning',
			object: `Lease ${namespace}/${leaseName}`,
			what: `${writer} has renewed it for ${holder}, which is no kubectl iter8 watch: while it goes on, no daemon writes the routes`,
			todo: `end what renews it, then kubectl delete lease ${leaseName} -n ${namespace}`,
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

/**
 * Field managers besides the daemon's that wrote the spec of a route lately. Who created it, as Helm and kubectl do with what
 * `render` prints, does not count.
 */
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
