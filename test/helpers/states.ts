import type {AppInfo} from '../../source/info/app.ts';
import type {StateContext} from '../../source/info/states/context.ts';
import {stateText} from '../../source/info/states/state.ts';
import {statesOf, type StatesOf} from '../../source/info/states/states-of.ts';
import {present} from './present.ts';

const led: StateContext = {isLed: () => true, now: new Date('2026-01-01T12:00:00Z')};

/** The states of apps at noon on New Year's Day, while a daemon leads. */
export const statesWhenLed: StatesOf = app => statesOf(app, led);

/** The word for an app. */
export function wordOf(app: AppInfo | undefined): string {
	return statesWhenLed(present(app))[0].word;
}

/** All that is said of an app: `broken primary down: …`. */
export function told(app: AppInfo | undefined, context: StateContext = led): readonly string[] {
	return statesOf(present(app), context).map(state => `${state.severity} ${state.word}: ${stateText(state)}`);
}
