import {leaderOf} from '../../objects/lease.ts';
import type {AppInfo} from '../app.ts';
import type {KnownLeases} from '../snapshot.ts';
import {changingRoutemap} from './changing-routemap.ts';
import type {StateContext} from './context.ts';
import {isUnderWay} from './permits.ts';
import {rolloutStates} from './rollout-states.ts';
import {routeStates} from './route-states.ts';
import {mostSevereFirst, stateOf, type State} from './state.ts';
import {versionStates} from './version-states.ts';

/** What is so of an app: never empty, the most severe state first. */
export type States = readonly [State, ...State[]];

/** The states of apps as things are now. */
export type StatesOf = (app: AppInfo) => States;

/**
 * All states that an app is in, the most severe first. Whoever tells of an app speaks from here: `status`, the terminal UI, `check`,
 * `explain` and the last line of a verb.
 */
export function statesOf(app: AppInfo, context: StateContext): States {
	const advised = changingRoutemap(app, 'repair it');
	const all = [
		...app.faults.map(fault => stateOf('invalid-routemap', fault, {advised})),
		...routeStates(app, context),
		...versionStates(app, context),
	];
	// What is under way refuses all that is not its own.
	const others = isUnderWay(app, context.now) ? all.map(withoutVerbs) : all;
	const states = mostSevereFirst([...others, ...rolloutStates(app, context)]);
	const [first = stateOf('stable', 'nothing is under way'), ...rest] = states;
	return [first, ...rest];
}

function withoutVerbs(state: State): State {
	return {
		...state,
		advised: state.advised.filter(({command}) => command.program === 'kubectl' || command.words[0] === 'watch'),
	};
}

/** What states depend on besides the app, by the leases that there are; one that may not be read is taken for a daemon's. */
export function stateContext({leases, hiddenLeases}: KnownLeases, now: Date): StateContext {
	const known = new Map<string, boolean>();
	const isLed = (namespace: string): boolean => {
		const found = known.get(namespace) ?? (hiddenLeases.length > 0 || leaderOf(leases, namespace, now) !== undefined);
		known.set(namespace, found);
		return found;
	};
	return {isLed, now};
}
