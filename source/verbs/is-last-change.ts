import {readHistory} from '../actions/undo/read-history.ts';
import type {Plan} from '../rollout/plan.ts';
import type {ActionContext} from '../runner/action-context.ts';
import {primaryOf, readApp} from '../runner/app-state.ts';

/**
 * Whether the last change of an app's primary is what a plan, which ends with a candidate's removal, has made of it, so that `undo`
 * takes that back: of equal specs nothing is undone. False where it cannot be read.
 * @param rolloutOf What the change is called, given the candidate's uid.
 */
export async function isLastChange(
	context: ActionContext,
	{app, steps}: Plan,
	rolloutOf: (candidate: string) => string,
): Promise<boolean> {
	const removal = steps.find(step => step.type === 'delete-version');
	if (app === undefined || removal?.target.uid === undefined) return false;
	try {
		const {object} = primaryOf(await readApp(context, app));
		const [last] = await readHistory(context, app, object);
		return last?.rollout === rolloutOf(removal.target.uid);
	} catch {
		return false;
	}
}
