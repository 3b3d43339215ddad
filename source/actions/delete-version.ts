import {targetOf, type StepOf} from '../rollout/step.ts';
import type {ActionContext} from '../runner/action-context.ts';
import {companionsOf, type AppState, type Deployed} from '../runner/app-state.ts';

/** The step that deletes a version and what goes with it. */
export function deleteVersionStep(
	context: ActionContext,
	app: AppState,
	version: Deployed,
	options: Pick<StepOf<'delete-version'>, 'isAwaited' | 'spec' | 'primary' | 'primarySpec'>,
): StepOf<'delete-version'> {
	return {
		type: 'delete-version',
		app: app.name,
		target: targetOf(version.kind.resource, version.object),
		companions: companionsOf(app, version, context),
		...options,
	};
}
