import type {AppInfo} from '../../info/app.ts';
import {refusalOf, type DaemonFault} from '../../info/daemon-fault.ts';
import {describeDaemon, doubleLeaders} from '../../info/describe-daemon.ts';
import type {LostApp} from '../../info/lost-app.ts';
import type {KnownLeases} from '../../info/snapshot.ts';
import {daemonStates} from '../../info/states/daemon-states.ts';
import {adviceText, isWrong, stateText} from '../../info/states/state.ts';
import {stateContext, statesOf, type States} from '../../info/states/states-of.ts';
import {unledStates} from '../../info/states/unled-states.ts';
import {escapeLine} from '../../print/escape.ts';

/** Warnings beyond these say only how many there are. */
const mostWarnings = 8;

/** An app with what is so of it. */
export interface ToldApp {
	readonly app: AppInfo;
	readonly states: States;
}

/** What is so of apps as things are now. */
export function toldOf(
	apps: readonly AppInfo[],
	known: KnownLeases,
	faults: readonly DaemonFault[],
	now: Date,
): readonly ToldApp[] {
	const context = stateContext(known, now);
	return apps.map(app => ({app, states: statesOf(app, {...context, refusal: refusalOf(faults, app, now)})}));
}

/** What is wrong with who writes the routes of apps, in kubectl's form of a warning. */
export function leaderWarnings(
	{leases, hiddenLeases}: KnownLeases,
	apps: readonly AppInfo[],
	place: string | undefined,
	now: Date,
): readonly string[] {
	const namespaces = apps.map(({namespace}) => namespace);
	const states = [
		...daemonStates(describeDaemon(leases, now), place, hiddenLeases),
		...unledStates(leases, namespaces, now),
	];
	const double = doubleLeaders(leases, now);
	const several = 'several daemons lead at once and write the same routes';
	return [
		...states.map(stateText),
		...(double ? [`${several}: ${double.leaders.join(', ')}; ${double.todo}`] : []),
	].map(warning);
}

/** Apps of a namespace, or of all without one, that no row tells of, as their routemap is gone. */
export function lostWarnings(lost: readonly LostApp[], place: string | undefined): readonly string[] {
	return lost.map(({namespace, name, sentence, advised}) => {
		const app = place === undefined ? `${namespace}/${name}` : name;
		return warning(`app ${app}: ${sentence}; ${adviceText(advised)}`);
	});
}

/** What is wrong with apps of a namespace, or of all without one, in kubectl's form of a warning. */
export function appWarnings(told: readonly ToldApp[], place: string | undefined): readonly string[] {
	const ofApps = told.flatMap(({app: {namespace, name}, states}) => {
		const app = place === undefined ? `${namespace}/${name}` : name;
		return states.filter(isWrong).map(state => `app ${app}: ${stateText(state)}`);
	});
	const shown = ofApps.slice(0, mostWarnings);
	const rest = ofApps.length - shown.length;
	return [...shown, ...(rest > 0 ? [`${rest} more; see kubectl iter8 status -o json`] : [])].map(warning);
}

function warning(text: string): string {
	return `Warning: ${escapeLine(text)}\n`;
}
