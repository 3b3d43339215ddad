import {isUpToDate} from '../../kserve/readiness.ts';
import type {KubeObject} from '../../objects/object.ts';
import {inferenceServices, resourceName} from '../../objects/resource.ts';
import type {ActionContext} from '../action-context.ts';
import {candidateOf, readApp, type AppState} from '../app-state.ts';
import {deleteVersionStep} from '../delete-version.ts';
import type {Plan, Step} from '../plan.ts';
import {readPrevious, storePrevious, type Previous} from '../promote/previous.ts';
import {
	awaitsReplacement,
	awaitStep,
	isSameRevision,
	isSameSpec,
	replacePrimary,
	statusMark,
} from '../promote/replace-primary.ts';
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
	const removal = [...shift, deleteVersionStep(context, app.configMap, candidate, true)];
	const warnings = [
		`${candidate.metadata.name} is deleted, and the model that it serves with it`,
		...(shift.length > 0 ? [shiftToPrimaryWarning] : []),
	];
	const title = `abort the rollout of ${candidate.metadata.name} of ${name}`;
	const primary = app.versions[0]?.object;
	const previous = await readPrevious(context, name, candidate);
	if (primary && previous && !isSameSpec(primary['spec'], previous.spec)) {
		return {title, warnings, steps: [...restoreSteps(context, app, primary, previous), ...removal]};
	}

	if (primary && previous?.statusBeforeRestore !== undefined) {
		const restored = awaitRestored(context, primary, previous, previous.statusBeforeRestore);
		return {title, warnings, steps: [restored, ...removal]};
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

/** Noting the restore comes first: stopped in between, the primary still differs from its old spec and is restored again. */
function restoreSteps(context: ActionContext, app: AppState, primary: KubeObject, previous: Previous): readonly Step[] {
	const {name} = primary.metadata;
	const statusBeforeRestore = statusMark(primary);
	return [
		{
			title: `restore the spec that ${name} had before the promotion`,
			run: async () => {
				await storePrevious(context, app.name, {...previous, statusBeforeRestore});
				await replacePrimary(context, primary, previous);
				return `${resourceName(inferenceServices, name)} restored`;
			},
		},
		awaitRestored(context, primary, previous, statusBeforeRestore),
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
	statusBeforeRestore: unknown,
): Step {
	return awaitStep(context, primary.metadata.name, 'serves its old spec again', object =>
		object && isUpToDate(object) && isSameRevision(statusMark(object), previous.statusBefore)
			? true
			: awaitsReplacement(object, statusBeforeRestore),
	);
}
