import type {AppInfo, HalfDone, RolloutInfo} from '../app.ts';
import {ours} from './advice.ts';
import type {StateContext} from './context.ts';
import {isStranger, isThere, isUnderWay, mayAbort, mayPromote, mayUndo} from './permits.ts';
import {stateOf, type Advice, type State} from './state.ts';
import {looking} from './version-words.ts';

/** What is under way in an app, or was left by halves. */
export function rolloutStates(app: AppInfo, {now}: StateContext): readonly State[] {
	const {rollout, halfDone, namespace} = app;
	if (rollout && isUnderWay(app, now)) {
		const {executor, by, action} = rollout;
		const isDaemon = executor?.isDaemon === true;
		const who = isDaemon ? `, and daemon ${executor.name} performs it` : '';
		const back = isDaemon && action === 'promote' ? [ours('go back', namespace, ['abort', app.name])] : [];
		return [stateOf('rollout-under-way', `${by} began ${words(rollout)}${who}: ${place(rollout)}`, {advised: back})];
	}

	const silence = rollout && `${rollout.by} began ${words(rollout)} and has not been heard of since ${heard(rollout)}`;
	if (halfDone) return [halfState(app, halfDone, rollout && `${silence}: ${place(rollout)}`)];
	if (!rollout || rollout.isOver) return [];
	return [stateOf('rollout-abandoned', `${silence}: ${place(rollout)}`, {advised: waysOn(app, rollout)})];
}

function halfState(app: AppInfo, half: HalfDone, end?: string): State {
	const {candidate, action, isGone, isLeaving} = half;
	const [kind, noun] =
		action === 'promote' ? (['half-promoted', 'promotion'] as const) : (['half-aborted', 'abort'] as const);
	const gone = isGone
		? `, and ${candidate} was deleted before ${app.versions[0]?.title} was seen to serve its spec`
		: '';
	const how = isLeaving ? `done but for the deletion of ${candidate}, which is under way` : `half done${gone}`;
	return stateOf(kind, `the ${noun} of ${candidate} is ${how}${end === undefined ? '' : `: ${end}`}`, {
		version: candidate,
		advised: waysOnFromHalf(app, half),
	});
}

function waysOnFromHalf(app: AppInfo, {candidate, action, isGone, isLeaving}: HalfDone): readonly Advice[] {
	const {namespace, name, versions} = app;
	const [primary] = versions;
	if (primary && isStranger(primary)) return [looking(primary)];
	const version = versions.find(({title}) => title === candidate);
	const isOne = !versions.slice(1).some(each => each !== version && isThere(each));
	const args = version && !isOne ? [name, version.name] : [name];
	const on = version && mayPromote(app, version) ? [ours('go on', namespace, ['promote', ...args])] : [];
	if (isGone) return [...on, ...(mayUndo(app) ? [ours('take it back', namespace, ['undo', name])] : [])];
	// Nothing leads back from a deletion but what works when it is done.
	if (isLeaving && action === 'promote') return on;
	const to = action === 'promote' ? 'go back' : 'go on';
	const abort = version && mayAbort(app, version) ? [ours(to, namespace, ['abort', ...args])] : [];
	return action === 'promote' ? [...on, ...abort] : abort;
}

/** The verb that was left goes on with what is left. */
function waysOn(app: AppInfo, {action}: RolloutInfo): readonly Advice[] {
	const {namespace, name, versions} = app;
	const [candidate, ...others] = versions.slice(1).filter(({phase}) => phase !== 'absent');
	if (action === 'undo') return mayUndo(app) ? [ours('go on', namespace, ['undo', name])] : [];
	if (!candidate || others.length > 0) return [];
	const on = action === 'promote' && mayPromote(app, candidate) ? [ours('go on', namespace, ['promote', name])] : [];
	const back =
		(action === 'promote' || action === 'abort') && mayAbort(app, candidate)
			? [ours(action === 'promote' ? 'go back' : 'go on', namespace, ['abort', name])]
			: [];
	return [...on, ...back];
}

function words({title, startedAt}: RolloutInfo): string {
	return `"${title}" at ${startedAt.replace(/\.\d+Z$/, 'Z')}`;
}

function heard({executor, startedAt}: RolloutInfo): string {
	return (executor?.renewedAt ?? startedAt).replace(/\.\d+Z$/, 'Z');
}

function place({step, steps, doing}: RolloutInfo): string {
	return `step ${step} of ${steps}, ${doing}`;
}
