import {heldForMs} from '../../rollout/record.ts';
import type {AppInfo, VersionInfo} from '../app.ts';

/** The verbs that change an app that there is. */
const changeVerbs = ['deploy', 'weights', 'promote', 'abort', 'undo', 'cleanup'] as const;
export type ChangeVerb = (typeof changeVerbs)[number];

/** Whether weights decide where requests go: a canary's are decided by what requests say, a lone version's by nothing. */
export function countsWeights({strategy, versions}: Pick<AppInfo, 'strategy' | 'versions'>): boolean {
	return strategy !== 'canary' && versions.length > 1;
}

export function isThere({phase}: VersionInfo): boolean {
	return phase !== 'absent';
}

/** Whether a version has no watch label: for all that is known it is not the app's, and verbs leave it alone. */
export function isStranger({cause}: VersionInfo): boolean {
	return cause === 'unlabelled';
}

/** Whether somebody has had KServe take a version down: it serves no spec whatever until it is started. */
export function isHalted({cause}: VersionInfo): boolean {
	return cause === 'stopped';
}

/** Whether a primary is the app's to change, and nobody has told it to go: what it was given then would go with it. */
function isOurs(primary: VersionInfo): boolean {
	return isThere(primary) && primary.phase !== 'leaving' && !isStranger(primary);
}

/** Whether somebody, or a daemon, is at a rollout of the app at this moment. */
export function isUnderWay({rollout}: Pick<AppInfo, 'rollout'>, now: Date): boolean {
	return rollout !== undefined && heldForMs(rollout, now) > 0;
}

/** Whether `promote` of this candidate is not refused: it is proved, or its promotion has begun and can go on. */
export function mayPromote({versions: [primary], halfDone}: AppInfo, candidate: VersionInfo): boolean {
	if (!primary || !isOurs(primary) || isHalted(primary)) return false;
	if (halfDone?.candidate === candidate.title && halfDone.action === 'promote') {
		return primary.phase !== 'failed' && primary.phase !== 'blocked';
	}

	return candidate.phase === 'ready';
}

/** Whether `abort` of this candidate is not refused: it is not all that serves. */
export function mayAbort({versions, halfDone}: AppInfo, candidate: VersionInfo): boolean {
	if (!isThere(candidate) || isStranger(candidate)) return false;
	// What a promotion has begun to change is given back first.
	if (halfDone?.candidate === candidate.title && versions[0] && isStranger(versions[0])) return false;
	const serving = versions.filter(({isAvailable}) => isAvailable);
	return (
		halfDone?.candidate === candidate.title || serving.some(version => version !== candidate) || !candidate.isAvailable
	);
}

/** Whether `undo` is not refused. */
export function mayUndo(app: AppInfo): boolean {
	return refusalOf(app, 'undo') === undefined;
}

/** Why a verb is refused, in a sentence, and what it lacks where another verb brings it. */
export interface Refusal {
	readonly why: string;
	readonly lacks?: 'candidate' | 'room';
}

/**
 * Why a verb is refused, as far as the app's versions, routes and record tell, and nobody is at it; undefined where it is not. A plan
 * may yet find more in the way.
 */
export function refusalOf(app: AppInfo, verb: ChangeVerb): Refusal | undefined {
	const {name, routemap, strategy, versions} = app;
	if (verb === 'cleanup') return undefined;
	if (verb === 'weights') {
		return countsWeights(app) ? undefined : {why: `its strategy, ${strategy}, does not go by weights`};
	}

	const [primary, ...candidates] = versions;
	if (!primary) return {why: `routemap ${routemap} cannot be read`};
	const present = candidates.filter(isThere);
	const isNobody = present.length === 0 && !(verb === 'promote' && app.halfDone?.isGone === true);
	if ((verb === 'promote' || verb === 'abort') && isNobody) return {why: 'there is no candidate', lacks: 'candidate'};
	if (verb === 'abort') {
		if (candidates.some(candidate => mayAbort(app, candidate))) return undefined;
		const [stranger] = (app.halfDone ? versions : present).filter(isStranger);
		return {why: stranger?.reason ?? `${present[0]?.name} is all that serves of ${name}`};
	}

	if (verb === 'deploy') return deployRefusal(app, primary, present);
	if (!isThere(primary)) return {why: `the primary ${primary.name} does not exist`};
	if (!isOurs(primary)) return {why: primary.reason};
	if (verb === 'undo') return halfRefusal(app) ?? historyRefusal(app);
	if (isHalted(primary)) return {why: primary.reason};
	if (candidates.some(candidate => mayPromote(app, candidate))) return undefined;
	const waiting = app.halfDone ? primary : present[0];
	return {why: waiting?.reason ?? ''};
}

/** Why no candidate can be compared with the primary; undefined where one can. */
export function comparisonRefusal({routemap, versions}: AppInfo): Refusal | undefined {
	const [primary, ...candidates] = versions;
	if (!primary) return {why: `routemap ${routemap} cannot be read`};
	const [first] = candidates.filter(isThere);
	if (!first) return {why: 'there is no candidate', lacks: 'candidate'};
	if (!primary.isAvailable) return {why: primary.reason};
	return candidates.some(({isAvailable}) => isAvailable) ? undefined : {why: first.reason};
}

function deployRefusal(app: AppInfo, primary: VersionInfo, present: readonly VersionInfo[]): Refusal | undefined {
	if (!app.versions.some(isThere)) return undefined;
	const places = app.versions.length - 1;
	if (places === 0) return {why: 'its strategy has one version only'};
	if (!isThere(primary)) return {why: `the primary ${primary.name} does not exist`};
	const half = halfRefusal(app);
	return half ?? (present.length === places ? {why: `${present[0]?.name} is there already`, lacks: 'room'} : undefined);
}

function halfRefusal({halfDone}: AppInfo): Refusal | undefined {
	if (!halfDone || halfDone.isGone) return undefined;
	const noun = halfDone.action === 'promote' ? 'promotion' : 'abort';
	return {why: `the ${noun} of ${halfDone.candidate} is half done`};
}

function historyRefusal({pastChanges}: AppInfo): Refusal | undefined {
	return pastChanges > 0 ? undefined : {why: 'no earlier spec of its primary is known'};
}

/** Which verbs are not refused, as far as the app's versions, routes and record tell; a plan may yet find more in the way. */
export function allowedVerbs(app: AppInfo, now: Date): ReadonlySet<ChangeVerb> {
	const {rollout} = app;
	if (isUnderWay(app, now)) {
		return new Set(rollout?.executor?.isDaemon === true && rollout.action === 'promote' ? ['abort'] : []);
	}

	return new Set(changeVerbs.filter(verb => refusalOf(app, verb) === undefined));
}
