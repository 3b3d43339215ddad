import type {AppInfo, Phase, VersionInfo} from '../app.ts';
import {kubectl, named, ours} from './advice.ts';
import {isThere, mayAbort, mayPromote, mayUndo} from './permits.ts';
import {stateOf, type Advice, type State, type StateKind} from './state.ts';
import {
	bringingBack,
	editing,
	isMisrouted,
	held,
	looking,
	promoting,
	reading,
	versionFacts,
	versionSentence,
} from './version-words.ts';

const kinds: Readonly<Record<Phase, StateKind>> = {
	absent: 'primary-absent',
	failed: 'primary-failed',
	blocked: 'primary-blocked',
	down: 'primary-down',
	leaving: 'primary-leaving',
	loading: 'primary-loading',
	updating: 'primary-updating',
	ready: 'stable',
};

/** How the primary of an app fares that has any version; nothing where it serves and its candidate tells more. */
export function primaryState(app: AppInfo, primary: VersionInfo): readonly State[] {
	const {versions, halfDone} = app;
	const candidates = versions.slice(1).filter(isThere);
	if (primary.phase === 'ready') {
		return candidates.length > 0 || halfDone ? [] : [stateOf('stable', `${primary.title} serves`)];
	}

	return [
		stateOf(kindOf(primary, candidates), versionSentence(app, primary), versionFacts(primary, waysOn(app, primary))),
	];
}

/** What loads and gets requests all the same answers none of them: of an app that nobody serves yet the route goes to the primary. */
function kindOf(primary: VersionInfo, candidates: readonly VersionInfo[]): StateKind {
	if (primary.phase !== 'loading' || !isMisrouted(primary)) return kinds[primary.phase];
	return candidates.some(({isAvailable}) => isAvailable) ? 'misrouted' : 'primary-awaited';
}

function waysOn(app: AppInfo, primary: VersionInfo): readonly Advice[] {
	const back = bringingBack(app, primary);
	if (back.length > 0) return back;
	const {namespace, name} = app;
	const around = waysAround(app);
	const undo = mayUndo(app) ? [ours('take the last promotion back', namespace, ['undo', name])] : [];
	// Of a promotion the way back is known; what somebody has edited since, he can put right and lose nothing.
	const repairs = app.halfDone ? [...around, ...undo, editing(primary)] : [editing(primary), ...around, ...undo];
	const ways: Readonly<Partial<Record<Phase, readonly Advice[]>>> = {
		absent: [kubectl('apply it again', namespace, ['apply', '-f', 'FILE'])],
		failed: repairs,
		blocked: repairs,
		down: [...around, ...undo, looking(primary), ...reading(primary)],
		leaving: [...around, held(primary)],
		loading: isMisrouted(primary) ? [...around, looking(primary)] : [],
	};
	return ways[primary.phase] ?? [];
}

/** What candidates are good for while the primary is not. */
function waysAround(app: AppInfo): readonly Advice[] {
	const {versions, halfDone, namespace} = app;
	const candidates = versions.slice(1).filter(isThere);
	return halfDone
		? candidates
				.filter(each => each.title === halfDone.candidate && mayAbort(app, each))
				.map(each => ours('go back', namespace, ['abort', ...named(app, each)]))
		: candidates.filter(each => mayPromote(app, each)).map(each => promoting(app, each, each.title));
}
