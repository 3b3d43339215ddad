import {heldForMs} from '../../rollout/record.ts';
import type {AppInfo, VersionInfo} from '../app.ts';

/** The verbs that change an app that there is. */
export type ChangeVerb = 'deploy' | 'weights' | 'promote' | 'abort' | 'undo' | 'cleanup';

/** Whether weights decide where requests go: a canary's are decided by what requests say, a lone version's by nothing. */
export function countsWeights({strategy, versions}: Pick<AppInfo, 'strategy' | 'versions'>): boolean {
	return strategy !== 'canary' && versions.length > 1;
}

export function isThere({phase}: VersionInfo): boolean {
	return phase !== 'absent';
}

/** Whether a version is there and nobody has told it to go: what it was given then would go with it. */
function stays(version: VersionInfo): boolean {
	return isThere(version) && version.phase !== 'leaving';
}

/** Whether somebody, or a daemon, is at a rollout of the app at this moment. */
export function isUnderWay({rollout}: Pick<AppInfo, 'rollout'>, now: Date): boolean {
	return rollout !== undefined && heldForMs(rollout, now) > 0;
}

/** Whether `promote` of this candidate is not refused: it is proved, or its promotion has begun and can go on. */
export function mayPromote({versions: [primary], halfDone}: AppInfo, candidate: VersionInfo): boolean {
	if (!primary || !stays(primary)) return false;
	if (halfDone?.candidate === candidate.title && halfDone.action === 'promote') {
		return primary.phase !== 'failed' && primary.phase !== 'blocked';
	}

	return candidate.phase === 'ready';
}

/** Whether `abort` of this candidate is not refused: it is not all that serves. */
export function mayAbort({versions, halfDone}: AppInfo, candidate: VersionInfo): boolean {
	// What has no watch label is not the app's, for all that is known.
	if (!isThere(candidate) || candidate.cause === 'unlabelled') return false;
	const serving = versions.filter(({isAvailable}) => isAvailable);
	return (
		halfDone?.candidate === candidate.title || serving.some(version => version !== candidate) || !candidate.isAvailable
	);
}

/** Which verbs are not refused, as far as the app's versions, routes and record tell; a plan may yet find more in the way. */
export function allowedVerbs(app: AppInfo, now: Date): ReadonlySet<ChangeVerb> {
	const {versions, halfDone, pastChanges, rollout} = app;
	const [primary, ...candidates] = versions;
	if (isUnderWay(app, now)) {
		return new Set(rollout?.executor?.isDaemon === true && rollout.action === 'promote' ? ['abort'] : []);
	}

	const hasPrimary = primary !== undefined && isThere(primary);
	const isEmpty = !versions.some(isThere);
	const hasRoom = candidates.some(version => !isThere(version));
	const isFree = !halfDone || halfDone.isGone;
	const allowed: Readonly<Record<ChangeVerb, boolean>> = {
		deploy: primary !== undefined && (isEmpty || (hasPrimary && hasRoom && isFree)),
		weights: countsWeights(app),
		promote: candidates.some(candidate => mayPromote(app, candidate)),
		abort: candidates.some(candidate => mayAbort(app, candidate)),
		undo: primary !== undefined && stays(primary) && pastChanges > 0 && isFree,
		cleanup: true,
	};
	return new Set((Object.keys(allowed) as ChangeVerb[]).filter(verb => allowed[verb]));
}
