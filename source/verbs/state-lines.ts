import {refusalOf} from '../info/daemon-fault.ts';
import {describeApps} from '../info/describe-apps.ts';
import {describeDaemon} from '../info/describe-daemon.ts';
import {daemonStates} from '../info/states/daemon-states.ts';
import {isWrong, stateText, type State, type StateKind} from '../info/states/state.ts';
import {stateContext, statesOf} from '../info/states/states-of.ts';
import {escapeLine} from '../print/escape.ts';
import type {StepContext} from '../runner/step-context.ts';
import {fetchFaults} from '../snapshot/fetch-faults.ts';
import {fetchSnapshot} from '../snapshot/fetch-snapshot.ts';

/** More than these nobody reads below what a verb did; `status` has all. */
const mostStates = 3;

/** What a daemon that leads is about to put right. */
const passing: ReadonlySet<StateKind> = new Set(['route-differs', 'route-missing']);

/**
 * How an app is now, and what to do where something is to be done, a line each: what a verb ends with. None where it is stable, where
 * there is no app any more, and where it may not be read.
 */
export async function stateLines(
	{cluster, namespace, now}: Pick<StepContext, 'cluster' | 'namespace' | 'now'>,
	app: string,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const snapshot = await fetchSnapshot(cluster, {namespace, app}, signal, now()).catch(() => undefined);
	const [found] = snapshot ? describeApps(snapshot, now()) : [];
	if (!snapshot || !found) return [];
	const daemon = describeDaemon(snapshot.leases, now());
	const faults = await fetchFaults(cluster, [found], signal).catch(() => []);
	const context = {...stateContext(snapshot, now()), refusal: refusalOf(faults, found, now())};
	const states = statesOf(found, context).filter(({kind}) => !(context.isLed(namespace) && passing.has(kind)));
	const wrong = states.filter(isWrong);
	const told = (wrong.length > 0 ? wrong : states.slice(0, 1)).filter(({kind}) => kind !== 'stable');
	const line = (state: State): string => `${app}: ${state.word}: ${stateText(state)}`;
	return [
		...daemonStates(daemon, namespace, snapshot.hiddenLeases).map(state => stateText(state)),
		...told.slice(0, mostStates).map(line),
	].map(text => `${escapeLine(text)}\n`);
}
