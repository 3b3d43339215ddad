import {changeFault} from '../ownership/version-object.ts';
import {targetWords} from '../rollout/describe-step.ts';
import type {Step, Target} from '../rollout/step.ts';
import type {ActionContext} from './action-context.ts';
import {readApp, type AppState} from './app-state.ts';

/**
 * Throws an Error unless each step is about the objects that an app's routemap names and that are the app's to change. Who performs
 * steps that others have written asks this first: with whose rights a step is performed and who wrote it are two things.
 */
export async function requireOwnSteps(context: ActionContext, name: string, steps: readonly Step[]): Promise<void> {
	const app = await readApp(context, name);
	for (const step of steps) {
		if ('app' in step && step.app !== name) throw new Error(`the record of ${name} has a step of app ${step.app}`);
		for (const target of targetsOf(step)) requireOwn(context, app, target);
	}
}

function targetsOf(step: Step): readonly Target[] {
	return [
		...('target' in step ? [step.target] : []),
		...('primary' in step && step.primary ? [step.primary] : []),
		...('candidate' in step && typeof step.candidate === 'object' ? [step.candidate] : []),
		...('companions' in step ? step.companions : []),
	];
}

function requireOwn({types}: ActionContext, app: AppState, target: Target): void {
	const {resource, namespace, name} = target;
	const reference = app.routemap.versions
		.flatMap(({resources}) => resources)
		.find(each => {
			const known = types.get(each.gvrShort)?.resource;
			return each.name === name && each.namespace === namespace && known?.plural === resource.plural;
		});
	const known = reference && types.get(reference.gvrShort)?.resource;
	if (!known || known.group !== resource.group || known.version !== resource.version || known.kind !== resource.kind) {
		throw new Error(`the record of ${app.name} has a step of ${targetWords(target)}, which its routemap does not name`);
	}

	const live = app.lookup(known, namespace, name);
	const fault = live && changeFault(live, app.claim);
	if (fault !== undefined) throw new Error(fault);
}
