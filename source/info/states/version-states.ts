import {percent} from '../../mesh/describe.ts';
import {appVersionLabel, watchLabel, weightAnnotation} from '../../objects/labels.ts';
import {inferenceServices} from '../../objects/resource.ts';
import type {AppInfo, VersionInfo} from '../app.ts';
import {kubectl, ours, releaseOf, startDaemon} from './advice.ts';
import {candidateState} from './candidate-state.ts';
import type {StateContext} from './context.ts';
import {countsWeights, isThere} from './permits.ts';
import {primaryState} from './primary-state.ts';
import {stateOf, type Advice, type State} from './state.ts';
import {versionFacts, weightlessSentence} from './version-words.ts';

/** How the versions of an app fare. */
export function versionStates(app: AppInfo, context: StateContext): readonly State[] {
	const {versions, halfDone} = app;
	const [primary, ...candidates] = versions;
	if (!primary) return [];
	if (!versions.some(isThere)) return [app.wasDeployed ? allDeleted(app, primary) : notDeployed(app, primary)];
	// What is half done has its own ways on.
	const others = candidates.filter(({title}) => title !== halfDone?.candidate);
	return [
		...primaryState(app, primary),
		...others.flatMap(candidate => candidateState(app, candidate, context)),
		...versions.flatMap(version => heldDeletion(app, version, context)),
		...versions.flatMap(version => weightless(app, version)),
		...(halfDone ? [] : sameLabel(app)),
		...candidates.flatMap(candidate => weightWaiting(app, candidate)),
	];
}

/** It has served, and somebody has deleted what did. */
function allDeleted(app: AppInfo, primary: VersionInfo): State {
	const what = `${primary.kind} ${primary.name} was deleted, and ${app.name} has no other version: every request fails`;
	return stateOf('all-deleted', what, {version: primary.title, advised: deploying(app, primary)});
}

/** After `init`: nobody has been answered yet. */
function notDeployed(app: AppInfo, primary: VersionInfo): State {
	const {versions} = app;
	const titles = versions.map(({title}) => title).join(', ');
	const first = `${primary.kind} ${primary.name} is the first, with the label ${watchLabel}: "true"`;
	return stateOf('not-deployed', `none of its versions exists to answer requests: ${titles}; ${first}`, {
		advised: deploying(app, primary),
	});
}

/** The ways to a primary, where there is no version at all. */
function deploying({namespace, name}: AppInfo, primary: VersionInfo): readonly Advice[] {
	const templates = ['deploy', name, '--template', 'NAME', '--storage-uri', 'URI'];
	return [
		ours('deploy it', namespace, ['deploy', name, '-f', 'FILE']),
		...(primary.kind === inferenceServices.kind ? [ours('make it from a template', namespace, templates)] : []),
	];
}

/** A deletion that waits for our finalizer, which nobody takes away. */
function heldDeletion(app: AppInfo, version: VersionInfo, {isLed}: StateContext): readonly State[] {
	const {kind, name, isHeld} = version;
	if (!isHeld || isLed(app.namespace)) return [];
	const what = `${kind} ${name} is being deleted and waits for a daemon to take it out of the routes`;
	return [
		stateOf(
			'deletion-held',
			what,
			versionFacts(version, [startDaemon('start one', app.namespace), ...releaseOf(app, version)]),
		),
	];
}

function sameLabel({versions}: AppInfo): readonly State[] {
	const labelled = versions.filter(version => isThere(version) && version.label !== undefined);
	const twin = labelled.find((one, index) => labelled.findIndex(({label}) => label === one.label) < index);
	const first = labelled.find(({label}) => label === twin?.label);
	if (!twin || !first) return [];
	const words = ['label', '--overwrite', twin.kind.toLowerCase(), twin.name, `${appVersionLabel}=LABEL`];
	const advised = [kubectl('tell them apart', twin.namespace, words)];
	const what = `${first.title} and ${twin.title} both have the label ${twin.label}`;
	return [stateOf('same-label', what, {version: twin.title, advised})];
}

/** Where requests themselves say which version answers, no verb gives a weight, and one of 0 takes away even what is meant for it. */
function weightless(app: AppInfo, version: VersionInfo): readonly State[] {
	const {versions, strategy} = app;
	const {kind, name, namespace, title, isAvailable, ownWeight, reachedBy} = version;
	if (strategy !== 'canary' || versions.length === 1) return [];
	if (!isAvailable || ownWeight > 0 || reachedBy !== 'nothing') return [];
	const words = ['annotate', '--overwrite', kind.toLowerCase(), name, `${weightAnnotation}=1`];
	const advised = [kubectl(`give ${title} its requests`, namespace, words)];
	return [stateOf('weightless', weightlessSentence(app, version), {version: title, advised})];
}

/** A candidate that is not there yet has a share of the requests, and gets it without being asked. */
function weightWaiting(app: AppInfo, candidate: VersionInfo): readonly State[] {
	const {name, namespace, versions, strategy, routes, isRouted} = app;
	if (isThere(candidate) || candidate.ownWeight === 0 || !countsWeights(app)) return [];
	if (!isRouted || routes.some(({isForeign}) => isForeign)) return [];
	const isMirror = strategy === 'mirror';
	const others = versions.filter(isThere).reduce((sum, {ownWeight}) => sum + ownWeight, 0);
	const share = isMirror ? candidate.ownWeight / 100 : candidate.ownWeight / (others + candidate.ownWeight);
	const what = `the next ${candidate.name} gets ${isMirror ? 'copies of ' : ''}${percent(share)} of the requests as soon as it is ready`;
	const none = [...weightElsewhere(app, candidate), `${candidate.name}=0`];
	const advised = [ours('begin with none', namespace, ['weights', name, ...none])];
	return [stateOf('weight-waiting', what, {version: candidate.title, advised})];
}

/** What has to get a candidate's weight so that it can have none: weights that leave nobody to answer are refused. */
function weightElsewhere({strategy, versions}: AppInfo, candidate: VersionInfo): readonly string[] {
	const others = versions.filter(version => version !== candidate);
	const serving = others.filter(({isAvailable}) => isAvailable);
	const able = serving.length > 0 ? serving : others;
	const isEnough = strategy === 'mirror' || able.some(({ownWeight}) => ownWeight > 0);
	const [first] = able;
	return first && !isEnough ? [`${first.name}=${candidate.ownWeight}`] : [];
}
