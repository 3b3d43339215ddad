import {useEffect, useMemo, useState} from 'react';
import type {AppInfo} from '../../info/app.ts';
import {describeSome, isDescribed} from '../../info/describe-apps.ts';
import type {KnownLeases} from '../../info/snapshot.ts';
import {isWrong} from '../../info/states/state.ts';
import {stateContext, statesOf, type States, type StatesOf} from '../../info/states/states-of.ts';

/** As many apps as a screen shows are described at once, the others by and by, in parts that no key waits for. */
const atOnce = 60;
const inOnePart = 25;
const betweenPartsMs = 20;

/** What is so of the apps. */
interface KnownStates {
	/** Another function when what it says may be another. */
	readonly statesOf: StatesOf;
	/** How many apps something is wrong with, of those that are described. */
	readonly wrong: number;
}

/** The states of all apps: each is asked for once, and again when it, or who leads, has changed. */
export function useStates(apps: readonly AppInfo[], leases: KnownLeases, now: Date): KnownStates {
	const [round, setRound] = useState(0);
	const {isLed} = stateContext(leases, now);
	const led = [...new Set(apps.map(({namespace}) => namespace))].filter(isLed).join();
	// Only a rollout's hold ends with time.
	const second = apps.some(app => isDescribed(app) && app.rollout) ? Math.floor(now.getTime() / 1000) : 0;
	useEffect(() => {
		if (apps.every(isDescribed)) return undefined;
		const timer = setInterval(() => {
			if (!describeSome(apps, inOnePart)) clearInterval(timer);
			setRound(before => before + 1);
		}, betweenPartsMs);
		return () => clearInterval(timer);
	}, [apps]);
	// An app that has changed is another AppInfo.
	// oxlint-disable-next-line react/exhaustive-deps -- by these two states are others, of equal apps too
	const known = useMemo(() => new WeakMap<AppInfo, States>(), [led, second]);
	return useMemo(() => {
		describeSome(apps, atOnce);
		const lookup: StatesOf = app => {
			const states = known.get(app) ?? statesOf(app, {isLed, now});
			known.set(app, states);
			return states;
		};
		const wrong = apps.filter(app => isDescribed(app) && isWrong(lookup(app)[0])).length;
		return {statesOf: lookup, wrong};
		// oxlint-disable-next-line react/exhaustive-deps -- of time and leases only what `known` is made by counts
	}, [apps, known, round]);
}
