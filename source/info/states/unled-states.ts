import {leaderOf} from '../../objects/lease.ts';
import type {KubeObject} from '../../objects/object.ts';
import {listed} from '../../print/listed.ts';
import {describeDaemon} from '../describe-daemon.ts';
import {startDaemon} from './advice.ts';
import {daemonStates} from './daemon-states.ts';
import {stateOf, type State} from './state.ts';

/** Of more namespaces than these the others are only counted. */
const mostNamed = 3;

/**
 * Which namespaces nobody leads for while somebody leads for others: a daemon of one namespace says nothing of the next one. Nothing
 * where nobody leads at all, which `daemonStates` tells.
 * @param namespaces Of the apps that are looked at, each as often as it likes.
 */
export function unledStates(leases: readonly KubeObject[], namespaces: readonly string[], now: Date): readonly State[] {
	if (describeDaemon(leases, now)?.isExpired !== false) return [];
	const unled = [...new Set(namespaces)].filter(each => leaderOf(leases, each, now) === undefined).toSorted();
	const [first] = unled;
	if (first === undefined) return [];
	if (unled.length === 1) {
		const states = daemonStates(describeDaemon(leases, now, first), first, []);
		return states.map(state => ({...state, sentence: `namespace ${first}: ${state.sentence}`}));
	}

	const rest = unled.length - mostNamed;
	const names = listed([...unled.slice(0, mostNamed), ...(rest > 0 ? [`${rest} more`] : [])]);
	const what = `no daemon leads for namespaces ${names}: routes there do not follow the versions`;
	return [
		stateOf('no-daemon', what, {
			advised: [startDaemon('have one lead for all, in place of those there are', undefined)],
		}),
	];
}
