import {leftPromotion} from '../../rollout/left-promotion.ts';
import type {Plan} from '../../rollout/plan.ts';
import {readPrevious} from '../../rollout/previous.ts';
import {targetOf, type Step} from '../../rollout/step.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import type {AppState, Deployed} from '../../runner/app-state.ts';
import {readRecordMap} from '../../runner/record-store.ts';
import {keptSpec} from '../../runner/replace/keep-spec.ts';
import {candidateTarget} from '../unfinished.ts';
import {shiftToPrimarySteps} from '../weights/shift-to-primary.ts';

/** Of a promotion that was stopped, and whose candidate went then: to see that the primary serves, alone. */
export async function planRest(context: ActionContext, app: AppState, {kind, object}: Deployed): Promise<Plan> {
	const {name} = app;
	const left = leftPromotion(await readRecordMap(context, name), object);
	const removed = left && candidateTarget(context, app, left);
	if (!removed) {
		throw new Error(
			`${name} has no candidate to promote: deploy one with "kubectl iter8 deploy ${name} ${kind.deployFlag} -n ${context.namespace}"`,
		);
	}

	const primary = targetOf(kind.resource, object);
	const steps: readonly Step[] = [
		{type: 'wait-serving', primary, spec: 'new', rollout: removed.uid ?? ''},
		...shiftToPrimarySteps(context, app, removed.name),
		{type: 'wait-gone', target: removed},
	];
	return {action: 'promote', app: name, title: `promote ${removed.name} of ${name} (going on)`, warnings: [], steps};
}

/** What a promotion that is begun has changed, where what was before is still known: who goes on decides on that. */
export async function changeMade(
	context: ActionContext,
	app: string,
	{kind, object}: Deployed,
): Promise<Pick<Plan, 'change'>> {
	const previous = readPrevious(object);
	if (!previous) return {};
	try {
		const kept = await keptSpec(context, app, targetOf(kind.resource, object), previous.from);
		return {change: {before: {...object, spec: kind.promotedSpec(object, kept)}, after: object}};
	} catch {
		context.signal.throwIfAborted();
		return {};
	}
}
