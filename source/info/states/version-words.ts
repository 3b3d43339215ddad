import {stopAnnotation} from '../../kserve/stopped.ts';
import {watchLabel} from '../../objects/labels.ts';
import {deployments, inferenceServices} from '../../objects/resource.ts';
import {modelPodSelector} from '../../versions/pod-selector.ts';
import type {AppInfo, VersionInfo} from '../app.ts';
import {kubectl, named, ours} from './advice.ts';
import {countsWeights, isHalted, isStranger} from './permits.ts';
import type {Advice, State} from './state.ts';

/** Whether the live route sends requests to a version that cannot take them, as a canary's does to a primary that is down. */
export function isMisrouted({isAvailable, reachedBy}: VersionInfo): boolean {
	return !isAvailable && (reachedBy === 'rest' || reachedBy === 'clauses');
}

/** Why a version is as it is, and where the requests are that it does not get. */
export function versionSentence(app: AppInfo, version: VersionInfo): string {
	const {title, role, phase, requests, reason} = version;
	if (isMisrouted(version)) {
		const why =
			phase === 'leaving' ? 'is being deleted and answers them only until it is gone' : `cannot take them: ${reason}`;
		return `requests (${requests}) go to ${title}, which ${why}`;
	}

	const isNew = role === 'candidate' && phase === 'loading';
	return isNew || !isMovedOff(app, version) ? reason : `${reason}${takerWords(app, version)}`;
}

/** Whether requests are meant for a version and the route gives it none, as it cannot take any. */
function isMovedOff(app: AppInfo, {role, isAvailable, reachedBy, ownWeight}: VersionInfo): boolean {
	const isSplit = countsWeights(app) && app.strategy !== 'mirror';
	return !isAvailable && reachedBy === 'nothing' && (isSplit ? ownWeight > 0 : role === 'primary');
}

/** Who gets the requests of a version, and whether that is one that nobody has chosen for all of them. */
function takerWords({versions, halfDone}: AppInfo, version: VersionInfo): string {
	const taker = versions.find(({isAvailable, reachedBy}) => isAvailable && reachedBy === 'rest');
	if (!taker) return '';
	const isAlone = versions.every(each => each === taker || each.reachedBy === 'nothing');
	if (version.role === 'candidate' || !isAlone) return `, so that ${taker.title} gets its requests`;
	const lack = halfDone?.candidate === taker.title ? '' : ', though nobody has promoted it';
	return `, so that the candidate ${taker.title} gets every request${lack}`;
}

/** Of a version that can take requests and is given none, as its weight says so. */
export function weightlessSentence(app: AppInfo, version: VersionInfo): string {
	return `${version.kind} ${version.name} has weight 0${takerWords(app, version)}`;
}

/** What all states of a version say. */
export function versionFacts(
	{title, since}: VersionInfo,
	advised: readonly Advice[],
): Pick<State, 'version' | 'since' | 'advised'> {
	return {version: title, ...(since !== undefined && {since}), advised};
}

/** @param called What the candidate is called after "to promote": `it` where the sentence is about it. */
export function promoting(app: AppInfo, candidate: VersionInfo, called: string): Advice {
	return ours(`promote ${called}`, app.namespace, ['promote', ...named(app, candidate)]);
}

export function editing({kind, name, namespace}: VersionInfo): Advice {
	return kubectl('repair it', namespace, ['edit', kind.toLowerCase(), name]);
}

/** What has no watch label lacks that; of everything else its own status tells more. */
export function looking(version: VersionInfo): Advice {
	const {kind, name, title, namespace} = version;
	return isStranger(version)
		? kubectl(`have ${title} seen`, namespace, ['label', '--overwrite', kind.toLowerCase(), name, `${watchLabel}=true`])
		: kubectl('see why', namespace, ['describe', kind.toLowerCase(), name]);
}

/** The one thing that brings a version back which others have set aside: its label, its start, or its weight; none of one that they have not. */
export function bringingBack(app: AppInfo, version: VersionInfo): readonly Advice[] {
	const {kind, name, title, namespace} = version;
	if (isStranger(version)) return [looking(version)];
	if (version.isWeightMissing && isWeighed(app, version)) {
		return [ours(`give ${title} a weight again`, app.namespace, ['weights', app.name, `${name}=WEIGHT`])];
	}

	const words = ['annotate', kind.toLowerCase(), name, `${stopAnnotation}-`];
	return isHalted(version) ? [kubectl(`start ${title}`, namespace, words)] : [];
}

/** Whether `weights` gives a version one: of a canary it gives none, and of a mirror none to the primary, which gets everything. */
function isWeighed(app: AppInfo, {role}: VersionInfo): boolean {
	return countsWeights(app) && (app.strategy !== 'mirror' || role === 'candidate');
}

/** What a version that was told to go waits for. */
export function held({kind, name, namespace}: VersionInfo): Advice {
	return kubectl('see what holds it', namespace, ['get', kind.toLowerCase(), name, '-o', 'yaml']);
}

/** What a version that has stopped serving said last. */
export function reading(version: VersionInfo): readonly Advice[] {
	const {kind, name, namespace} = version;
	const pods = new Map([
		[inferenceServices.kind, ['-l', modelPodSelector(name), '-c', 'kserve-container']],
		[deployments.kind, [`deployment/${name}`]],
	]).get(kind);
	return isStranger(version) || !pods ? [] : [kubectl('read its log', namespace, ['logs', ...pods, '--tail=20'])];
}
