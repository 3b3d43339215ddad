import {doubleLeaders, type DaemonInfo} from '../../info/describe-daemon.ts';
import {daemonStates} from '../../info/states/daemon-states.ts';
import {age} from '../../print/age.ts';
import type {Known} from '../hooks/use-snapshot.ts';
import {adviceWords} from './advice-words.ts';
import type {Line} from './line.ts';

/** What is wrong with everything that is shown: it may be out of date, nobody keeps the routes, or a kind of object is missing. */
export function bannerLines({snapshot, trouble}: Known, daemon: DaemonInfo | undefined, now: Date): readonly Line[] {
	if (!snapshot) return [];
	if (trouble) {
		const since = age(trouble.since.toISOString(), now);
		return [banner(`✖ stale for ${since}, retrying: ${trouble.error.message}`)];
	}

	// The way on is told as a key, which starts one for what the screen shows.
	const states = snapshot.routemaps.length === 0 ? [] : daemonStates(daemon, undefined);
	return [
		...states.map(({sentence, advised}) =>
			banner(`✖ ${[sentence, ...(advised.length === 0 ? [] : [adviceWords(advised)])].join('; ')}`),
		),
		...(doubleLeaders(snapshot.leases, now).length === 0
			? []
			: [banner('✖ several daemons lead at once and write the same routes: check names them')]),
		...snapshot.missingKinds.slice(0, 1).map(missing => banner(`✖ ${missing}`)),
	];
}

function banner(text: string): Line {
	return [{text: ` ${text} `, tone: 'bad', isInverse: true}];
}
