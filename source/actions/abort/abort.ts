import type {KubeObject} from '../../objects/object.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {changeFault} from '../../ownership/version-object.ts';
import type {Plan} from '../../rollout/plan.ts';
import {readPrevious, type Previous} from '../../rollout/previous.ts';
import {targetOf, type Step} from '../../rollout/step.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {candidateOf, primaryOf, readApp, type AppState, type Deployed} from '../../runner/app-state.ts';
import {keptSpec} from '../../runner/replace/keep-spec.ts';
import {hashOf, hasOthersSpec} from '../../runner/replace/spec-hash.ts';
import {deleteVersionStep} from '../delete-version.ts';
import {refuseOldRecord} from '../promote/old-record.ts';
import {primaryFault} from '../promote/primary-fault.ts';
import {routesWithoutDaemon} from '../routes-without-daemon.ts';
import {lastRollout, readHistory} from '../undo/read-history.ts';
import {removedBefore} from '../unfinished.ts';
import {shiftToPrimarySteps, shiftToPrimaryWarning} from '../weights/shift-to-primary.ts';

/**
 * Plans to undo what is under way: a primary that promote has replaced gets its old spec back and must serve it; the candidate is
 * deleted last. Refuses to delete the only version that serves.
 * @param version Which candidate, where there are several.
 */
export async function planAbort(context: ActionContext, name: string, version?: string): Promise<Plan> {
	const app = await readApp(context, name);
	const candidate = candidateOf(app, version);
	if (!candidate) return planRest(context, app);
	const {object} = candidate;
	const shift = shiftToPrimarySteps(context, app, object.metadata.name);
	const removal = [...shift, deleteVersionStep(context, app, candidate, {isAwaited: true})];
	const warnings = [
		`${objectWords(object)} is deleted, and the model that it serves with it`,
		...(shift.length > 0 ? [shiftToPrimaryWarning] : []),
		...(await routesWithoutDaemon(context, app.routemap)),
	];
	const title = `abort the rollout of ${object.metadata.name} of ${name}`;
	const plan = {action: 'abort', app: name, title, warnings} as const;
	const primary = app.versions[0]?.object ? primaryOf(app) : undefined;
	const found = primary && readPrevious(primary.object);
	const previous = found?.rollout === object.metadata.uid ? found : undefined;
	if (primary && previous && previous.markBeforeRestore === undefined && hashOf(primary.object) !== previous.from) {
		const kept = hasOthersSpec(primary.object, previous) ? [keptWarning(name, primary.object)] : [];
		const restoring = await restoration(context, app, primary, previous, removal);
		return {...plan, warnings: [...kept, ...warnings], ...restoring};
	}

	if (primary && previous?.markBeforeRestore !== undefined) {
		return {...plan, steps: [awaitRestored(primary, previous), ...removal]};
	}

	if (primary && !previous && hashOf(primary.object) === hashOf({...primary.object, spec: object['spec']})) {
		await refuseOldRecord(context, app, object);
	}

	requireOtherServes(app, primary, object);
	return {...plan, steps: removal};
}

function keptWarning(app: string, primary: KubeObject): string {
	return `${objectWords(primary)} has a spec that is not of this promotion: it is kept, and "kubectl iter8 undo ${app} -n ${primary.metadata.namespace}" brings it back`;
}

/** The way back from a promotion that is done. */
async function undoWords(context: ActionContext, {name, versions: [primary]}: AppState): Promise<string> {
	if (!primary?.object) return '';
	const last = lastRollout(await readHistory(context, name, primary.object));
	return last && last.from !== hashOf(primary.object)
		? `; "kubectl iter8 undo ${name} -n ${context.namespace}" takes the last promotion back`
		: '';
}

/** Of an abort that was stopped after it had asked for the candidate's deletion: to see that it is gone. */
async function planRest(context: ActionContext, app: AppState): Promise<Plan> {
	const {name} = app;
	const removed = await removedBefore(context, app, 'abort');
	if (!removed) throw new Error(`${name} has no candidate: there is nothing to abort${await undoWords(context, app)}`);
	const title = `abort the rollout of ${removed.name} of ${name} (going on)`;
	return {action: 'abort', app: name, title, warnings: [], steps: [{type: 'wait-gone', target: removed}]};
}

function requireOtherServes(app: AppState, primary: Deployed | undefined, candidate: KubeObject): void {
	const serving = app.versions.filter(({availability}) => availability.isAvailable);
	if (serving.length !== 1 || serving[0]?.object?.metadata.uid !== candidate.metadata.uid) return;
	const isPromotable = primary && primaryFault(app, primary) === undefined;
	const promote = isPromotable
		? `promote it with "kubectl iter8 promote ${app.name} -n ${app.claim.namespace}", or `
		: '';
	throw new Error(
		`${candidate.metadata.name} is the only version of ${app.name} that serves (${app.versions[0]?.availability.reason}): ${promote}` +
			`repair the primary first, or take everything down with "kubectl iter8 cleanup ${app.name} --all -n ${app.claim.namespace}"`,
	);
}

async function restoration(
	context: ActionContext,
	app: AppState,
	primary: Deployed,
	previous: Previous,
	removal: readonly Step[],
): Promise<Pick<Plan, 'change' | 'steps'>> {
	const {kind, object} = primary;
	const fault = changeFault(object, app.claim);
	if (fault !== undefined) throw new Error(fault);
	const target = targetOf(kind.resource, object);
	const kept = await keptSpec(context, app.name, target, previous.from).catch((error: unknown) => {
		const message = error instanceof Error ? error.message : String(error);
		throw new Error(`${message}, or go on with "kubectl iter8 promote ${app.name} -n ${context.namespace}"`, {
			cause: error,
		});
	});
	const restore: Step = {
		type: 'restore-spec',
		app: app.name,
		primary: target,
		primarySpec: hashOf(object),
		spec: previous.from,
		...(previous.version !== undefined && {version: previous.version}),
		as: 'abort',
		rollout: previous.rollout,
	};
	return {
		change: {before: object, after: {...object, spec: kind.promotedSpec(object, kept)}},
		steps: [restore, awaitRestored(primary, previous), ...removal],
	};
}

function awaitRestored({kind, object}: Deployed, {rollout}: Previous): Step {
	return {type: 'wait-serving', primary: targetOf(kind.resource, object), spec: 'old', rollout};
}
