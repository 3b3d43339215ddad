import {findDaemon} from '../../kube/find-daemon.ts';
import {find, hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName} from '../../objects/resource.ts';
import {deletionFault} from '../../ownership/version-object.ts';
import {reconcileWithoutDaemon} from '../../reconcile/reconcile-without-daemon.ts';
import {targetWords} from '../../rollout/describe-step.ts';
import {readPrevious} from '../../rollout/previous.ts';
import type {StepOf, Target} from '../../rollout/step.ts';
import type {ResourceReference} from '../../routemap/routemap.ts';
import {readApp, type AppState} from '../app-state.ts';
import {hashOf} from '../replace/spec-hash.ts';
import {requireUnchanged, unchanged} from '../replace/unchanged.ts';
import type {Perform, Progress, StepContext} from '../step-context.ts';
import {waitInPieces, waitUntilGone} from '../wait-until.ts';

/** How long a daemon whose lease is fresh gets before its lease is looked at again, in milliseconds. */
const daemonCheckMs = 5000;

/**
 * Deletes a version's objects and, unless told not to, waits until they are gone. Each must still be the object that the plan was
 * made of, and the app's; after a promotion only while both versions have the specs that they were left with, and otherwise only while
 * it has not been promoted.
 */
export const deleteVersion: Perform<'delete-version'> = async (context, step, progress) => {
	const {target, companions, isAwaited} = step;
	const app = await readApp(context, step.app);
	requireOfVersion(app, step);
	const isGoing = !(await isThere(context, target));
	if (!isGoing) {
		await requireSpecs(context, step);
		requireUnpromoted(app, step);
		requireOtherServes(app, step);
	}

	// The main object last: as long as it is there, whoever comes after a stop finds the version. It may have gone without the others.
	for (const each of isGoing ? companions : [...companions, target]) await remove(context, app, each);
	if (isAwaited && context.isDryRun !== true) {
		for (const each of [...companions, target]) await waitUntilDeleted(context, app.configMap, each, progress);
	}

	return `${resourceName(target.resource, target.name)} deleted`;
};

/** The plan may be of one who may not delete: a version's main object goes, and nothing that is of another version. */
function requireOfVersion(
	{name, versions, routemap, claim}: AppState,
	{target, companions}: StepOf<'delete-version'>,
): void {
	const isOf = (own: Target, {gvrShort, ...place}: ResourceReference): boolean =>
		own.name === place.name &&
		own.namespace === place.namespace &&
		own.resource.plural === claim.types.get(gvrShort)?.resource.plural;
	const index = versions.findIndex(({reference}) => isOf(target, reference));
	const {resources = []} = routemap.versions[index] ?? {};
	const stranger = companions.find(each => !resources.some(reference => isOf(each, reference)));
	if (index >= 0 && !stranger) return;
	throw new Error(`${targetWords(stranger ?? target)} is not of a version of ${name} that is to be deleted: it stays`);
}

/** Whether there is something of the name that is not on its way out already: of the very object that leaves, nothing is asked again. */
async function isThere({cluster, signal}: StepContext, {resource, namespace, name, uid}: Target): Promise<boolean> {
	const live = await find(cluster, resource, namespace, name, signal);
	return live !== undefined && !(live.metadata.uid === uid && live.metadata.deletionTimestamp !== undefined);
}

async function requireSpecs(context: StepContext, step: StepOf<'delete-version'>): Promise<void> {
	const {target, spec, primary, primarySpec} = step;
	await requireUnchanged(context, target, spec);
	// A dry run has not replaced it.
	if (!primary || context.isDryRun === true) return;
	const {resource, namespace, name} = primary;
	const live = await find(context.cluster, resource, namespace, name, context.signal);
	const previous = live && readPrevious(live);
	unchanged(primary, primarySpec ?? (previous?.rollout === target.uid ? previous?.to : ''), live);
}

/** Who goes back may have planned so before a daemon gave the primary the spec of what is to go. */
function requireUnpromoted(
	{name, claim: {namespace}, versions: [first]}: AppState,
	{target, primary}: StepOf<'delete-version'>,
): void {
	const live = first?.object;
	const previous = live && readPrevious(live);
	if (primary || !live || previous?.rollout !== target.uid || previous?.markBeforeRestore !== undefined) return;
	if (hashOf(live) === previous?.from) return;
	throw new Error(
		`${target.name} was promoted meanwhile, so it was not deleted: go back with "kubectl iter8 abort ${name} -n ${namespace}", or on with "kubectl iter8 promote ${name} -n ${namespace}"`,
	);
}

/** What held when the plan was made is looked at again: of a promotion the primary must serve, else any other version. */
function requireOtherServes({name, claim, versions}: AppState, {target, primary}: StepOf<'delete-version'>): void {
	const [first] = versions;
	if (first?.object?.metadata.uid === target.uid) {
		throw new Error(
			`${targetWords(target)} is the primary of ${name}: only "kubectl iter8 cleanup ${name} --all -n ${claim.namespace}" deletes it`,
		);
	}

	const version = versions.find(({object}) => object?.metadata.uid === target.uid);
	const others = primary ? [first] : versions.filter(each => each !== version);
	if (version?.availability.isAvailable !== true || others.some(other => other?.availability.isAvailable)) return;
	throw new Error(
		`${target.name} is the only version of ${name} that serves by now, so it was not deleted (${first?.availability.reason}): repair the primary first`,
	);
}

async function remove(
	context: StepContext,
	{claim}: AppState,
	{resource, namespace, name, uid}: Target,
): Promise<void> {
	const {cluster, signal, isDryRun = false} = context;
	const live = await find(cluster, resource, namespace, name, signal);
	const fault = live && live.metadata.uid === uid ? deletionFault(live, claim) : undefined;
	if (fault !== undefined) throw new Error(fault);
	try {
		await cluster.delete(resource, namespace, name, {...(uid === undefined ? {} : {uid}), dryRun: isDryRun, signal});
	} catch (error) {
		if (!hasReason(error, 'NotFound')) throw error;
	}
}

/**
 * Waits until an object that is being deleted is gone. While a daemon leads, moving the route and releasing the finalizer is its
 * work; when none does, this does it itself, so that deleting is never blocked for good.
 */
async function waitUntilDeleted(
	context: StepContext,
	configMap: KubeObject,
	target: Target,
	progress: Progress,
): Promise<void> {
	await waitInPieces(context, daemonCheckMs, async piece => {
		if ((await findDaemon(context)) !== undefined) return waitUntilGone(piece, target, progress);
		progress('no daemon leads: applying the route, draining and releasing the finalizer from here');
		await reconcileWithoutDaemon(context, configMap, progress);
		return waitUntilGone(context, target, progress);
	});
}
