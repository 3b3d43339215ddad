import {doubleLeaders, type DaemonInfo} from '../../info/describe-daemon.ts';
import type {LostApp} from '../../info/lost-app.ts';
import {daemonStates} from '../../info/states/daemon-states.ts';
import {adviceText, isWrong} from '../../info/states/state.ts';
import {unledStates} from '../../info/states/unled-states.ts';
import {age} from '../../print/age.ts';
import type {Known} from '../hooks/use-snapshot.ts';
import {adviceWords} from './advice-words.ts';
import {firstLines, wrapText, type Line} from './line.ts';

/** What is told in more lines loses its end, but not the way on. */
const mostRows = 3;

/** What of a screen is about no app that it shows. */
interface Surroundings {
	readonly known: Known;
	readonly daemon: DaemonInfo | undefined;
	readonly lost: readonly LostApp[];
	readonly now: Date;
}

/**
 * What is wrong with everything that is shown: it may be out of date, nobody keeps the routes, an app has lost its routemap, or a kind
 * of object is missing.
 */
export function bannerLines({known, daemon, lost, now}: Surroundings, width: number): readonly Line[] {
	const {snapshot, trouble} = known;
	if (!snapshot) return [];
	if (trouble) {
		const since = age(trouble.since.toISOString(), now);
		return banner(`stale for ${since}, retrying: ${trouble.error.message}`, '', width);
	}

	const namespaces = snapshot.routemaps.map(({metadata: {namespace = 'default'}}) => namespace);
	const states = namespaces.length === 0 ? [] : daemonStates(daemon, undefined, snapshot.hiddenLeases).filter(isWrong);
	const unled = unledStates(snapshot.leases, namespaces, now);
	return [
		// The way on is told as a key, which starts one for what the screen shows, unless one leads for a part of that.
		...states.flatMap(({sentence, advised}) => banner(sentence, adviceWords(advised), width)),
		...unled.flatMap(({sentence, advised}) => banner(sentence, adviceText(advised), width)),
		...(doubleLeaders(snapshot.leases, now)
			? banner('several daemons lead at once and write the same routes: check names them', '', width)
			: []),
		...lostLines(lost, width),
		...snapshot.missingKinds.slice(0, 1).flatMap(missing => banner(missing, '', width)),
	];
}

/** The first of them: each takes from the rows of those that are there. */
function lostLines([first, ...others]: readonly LostApp[], width: number): readonly Line[] {
	if (!first) return [];
	const {namespace, name, sentence, advised} = first;
	const rest = others.length === 0 ? '' : ` (and ${others.length} more: check names them)`;
	return banner(`app ${namespace}/${name}: ${sentence}${rest}`, adviceText(advised), width);
}

function banner(sentence: string, way: string, width: number): readonly Line[] {
	const room = width - 4;
	const whole = wrapText(way === '' ? sentence : `${sentence}; ${way}`, room);
	const ways = way === '' ? [] : wrapText(way, room);
	const lines =
		whole.length <= mostRows ? whole : [...firstLines(wrapText(sentence, room), mostRows - ways.length), ...ways];
	return lines.map((line, index) => [{text: `${index === 0 ? ' ✖ ' : '   '}${line} `, tone: 'bad', isInverse: true}]);
}
