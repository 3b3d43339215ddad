import type {AppInfo, Phase, VersionInfo} from '../app.ts';
import {named, ours} from './advice.ts';
import type {StateContext} from './context.ts';
import {mayAbort, mayPromote} from './permits.ts';
import {stateOf, type Advice, type State, type StateKind} from './state.ts';
import {
	bringingBack,
	editing,
	held,
	isMisrouted,
	looking,
	promoting,
	reading,
	versionFacts,
	versionSentence,
} from './version-words.ts';

const kinds: Readonly<Record<Exclude<Phase, 'absent'>, StateKind>> = {
	failed: 'candidate-failed',
	blocked: 'candidate-blocked',
	down: 'candidate-down',
	leaving: 'candidate-leaving',
	loading: 'candidate-loading',
	updating: 'candidate-updating',
	ready: 'candidate-ready',
};

/** How a candidate fares; nothing where it is not there, or where another state tells all of it. */
export function candidateState(app: AppInfo, candidate: VersionInfo, {isLed}: StateContext): readonly State[] {
	const {title, phase, isHeld, heldBy} = candidate;
	const drop = mayAbort(app, candidate) ? [ours('drop it', app.namespace, ['abort', ...named(app, candidate)])] : [];
	const isTold = phase === 'leaving' && isHeld && !isLed(app.namespace) && !isMisrouted(candidate);
	if (phase === 'absent' || isTold) return [];
	if (phase === 'ready') {
		if (!mayPromote(app, candidate)) return [];
		const advised = [promoting(app, candidate, 'it'), ...drop];
		return [stateOf('candidate-ready', `${title} can be promoted`, {version: title, advised})];
	}

	const back = bringingBack(app, candidate);
	const ways: Readonly<Partial<Record<Phase, readonly Advice[]>>> = {
		failed: [...drop, editing(candidate)],
		blocked: [...drop, editing(candidate)],
		down: [...drop, looking(candidate), ...reading(candidate)],
		...(heldBy.length > 0 && {leaving: [held(candidate)]}),
	};
	const seen = isMisrouted(candidate) ? [phase === 'leaving' ? held(candidate) : looking(candidate)] : [];
	const kind = isMisrouted(candidate) ? 'misrouted' : kinds[phase];
	return [
		stateOf(
			kind,
			versionSentence(app, candidate),
			versionFacts(candidate, back.length > 0 ? [...back, ...drop] : (ways[phase] ?? seen)),
		),
	];
}
