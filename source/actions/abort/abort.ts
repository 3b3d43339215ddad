import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices, resourceName} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {changeFault} from '../../ownership/version-object.ts';
import type {ActionContext} from '../action-context.ts';
import {candidateOf, readApp, type AppState} from '../app-state.ts';
import {deleteVersionStep} from '../delete-version.ts';
import type {Plan, Step} from '../plan.ts';
import {readPrevious, refuseOldRecord, type Previous} from '../promote/previous.ts';
import {replacePrimary} from '../promote/replace-primary.ts';
import {awaitsReplacement, isSameRevision, servesNewest, statusMark} from '../promote/serving.ts';
import {isSameSpec} from '../promote/unchanged.ts';
import {awaitStep, readServed} from '../promote/workloads.ts';
import {routesWithoutDaemon} from '../routes-without-daemon.ts';
import {shiftToPrimarySteps, shiftToPrimaryWarning} from '../weights/shift-to-primary.ts';

/**
 * Plans to undo what is under way: a primary that promote has replaced gets its old spec back and must serve it; the candidate is
 * deleted last. Refuses to delete the only version that serves.
 */
export async function planAbort(context: ActionContext, name: string): Promise<Plan> {
	const app = await readApp(context, name);
	const candidate = candidateOf(app);
	if (!candidate) throw new Error(`${name} has no candidate: there is nothing to abort`);
	const shift = shiftToPrimarySteps(context, app, candidate.metadata.name);
	const removal = [...shift, deleteVersionStep(context, app, candidate, true)];
	const warnings = [
		`${objectWords(candidate)} is deleted, and the model that it serves with it`,
		...(shift.length > 0 ? [shiftToPrimaryWarning] : []),
		...(await routesWithoutDaemon(context, app.routemap)),
	];
	const title = `abort the rollout of ${candidate.metadata.name} of ${name}`;
	const primary = app.versions[0]?.object;
	const previous = primary && readPrevious(primary, candidate);
	if (primary && previous && !isSameSpec(primary['spec'], previous.spec)) {
		const fault = changeFault(primary, app.claim);
		if (fault !== undefined) throw new Error(fault);
		const change = {before: primary, after: {...primary, spec: previous.spec}};
		return {title, warnings, change, steps: [...restoreSteps(context, primary, previous), ...removal]};
	}

	if (primary && previous?.statusBeforeRestore !== undefined) {
		const restored = awaitRestored(context, primary, previous, () => previous.statusBeforeRestore);
		return {title, warnings, steps: [restored, ...removal]};
	}

	if (primary && !previous && isSameSpec(primary['spec'], candidate['spec'])) {
		await refuseOldRecord(context, app, candidate);
	}

	requireOtherServes(app, candidate);
	return {title, warnings, steps: removal};
}

function requireOtherServes(app: AppState, candidate: KubeObject): void {
	const serving = app.versions.filter(({availability}) => availability.isAvailable);
	if (serving.length !== 1 || serving[0]?.object?.metadata.uid !== candidate.metadata.uid) return;
	throw new Error(
		`${candidate.metadata.name} is the only version of ${app.name} that serves: ` +
			`repair the primary first, or take everything down with "kubectl iter8 cleanup ${app.name} --all"`,
	);
}

function restoreSteps(context: ActionContext, primary: KubeObject, previous: Previous): readonly Step[] {
	const {name} = primary.metadata;
	let statusBeforeRestore: unknown;
	return [
		{
			title: `restore the spec that ${objectWords(primary)} had before the promotion`,
			run: async () => {
				const {spec, version} = previous;
				statusBeforeRestore = statusMark(await readServed(context, primary));
				await replacePrimary(context, primary, {spec, version, previous: {...previous, statusBeforeRestore}});
				return `${resourceName(inferenceServices, name)} restored`;
			},
		},
		awaitRestored(context, primary, previous, () => statusBeforeRestore),
	];
}

/**
 * The primary serves its old spec again when a revision since the restore does, or when the revision from before the promotion
 * still is the one that serves: promote was stopped before KServe had done anything.
 */
function awaitRestored(
	context: ActionContext,
	primary: KubeObject,
	previous: Previous,
	statusBeforeRestore: () => unknown,
): Step {
	return awaitStep(context, primary, 'serves its old spec again', served =>
		servesNewest(served) === true && isSameRevision(statusMark(served), previous.statusBefore)
			? true
			: awaitsReplacement(served, statusBeforeRestore()),
	);
}
