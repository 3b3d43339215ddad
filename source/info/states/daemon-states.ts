import {leaseName} from '../../objects/lease.ts';
import {listed} from '../../print/listed.ts';
import {disbeliefOf, isDaemonHidden, type DaemonInfo} from '../describe-daemon.ts';
import {startDaemon} from './advice.ts';
import {stateOf, type State} from './state.ts';

const unled = 'routes do not follow the versions';

/**
 * What is wrong with who writes the routes of a namespace, or of all without one; nothing where a daemon leads that everybody
 * believes.
 * @param hidden Namespaces whose lease may not be read: where by the others none leads, nobody knows.
 */
export function daemonStates(
	daemon: DaemonInfo | undefined,
	watched: string | undefined,
	hidden: readonly string[],
): readonly State[] {
	if (isDaemonHidden(daemon, hidden)) {
		const what = `whether a daemon runs is not to be seen: you may not read lease ${leaseName} in ${listed(hidden)}`;
		const gone = daemon
			? `, and the daemon ${daemon.holder} of ${daemon.namespace} is gone, ${heardWords(daemon)}`
			: '';
		return [stateOf('daemon-hidden', `${what}${gone}`)];
	}

	const start = startDaemon('start one', watched);
	if (!daemon) return [stateOf('no-daemon', `no daemon is running: ${unled}`, {advised: [start]})];
	const {holder, namespace, isExpired} = daemon;
	const disbelief = disbeliefOf(daemon);
	if (disbelief !== undefined) {
		const lease = `lease ${namespace}/${leaseName} is ${disbelief}`;
		return [
			isExpired
				? stateOf('lease-disbelieved', `${lease}: ${unled}`, {
						advised: [startDaemon('start a daemon, which takes the lease within a minute', watched)],
					})
				: stateOf('lease-disbelieved', lease),
		];
	}

	if (!isExpired) return [];
	return [stateOf('daemon-gone', `the daemon ${holder} is gone, ${heardWords(daemon)}: ${unled}`, {advised: [start]})];
}

function heardWords({renewedAt}: DaemonInfo): string {
	return renewedAt === undefined ? 'which has never renewed its lease' : `not heard of since ${renewedAt}`;
}
