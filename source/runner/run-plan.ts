import type {Plan} from '../rollout/plan.ts';
import {daemonFor, handOver} from './hand-over.ts';
import {runHeld, runSteps} from './run-steps.ts';
import type {StepContext} from './step-context.ts';
import {takeRollout} from './take-rollout.ts';
import type {OnTransition} from './transition.ts';

/**
 * Performs a plan's steps in order: the one runner of verbs and terminal UI. What is under way is noted in the app's record before
 * each step, so that nobody else changes the app meanwhile. Where a daemon that leads executes rollouts, it performs them, and this
 * follows. Rejects with the first failure, or with the signal's reason when it is aborted in between. In a dry run only what is
 * written is tried, and nothing noted.
 */
export async function runPlan(context: StepContext, plan: Plan, onTransition: OnTransition): Promise<void> {
	const {action, app, steps} = plan;
	// Setting an app up is noted nowhere: it may be done twice at once without harm, and there may be no app yet.
	if (context.isDryRun === true || action === 'init' || app === undefined) {
		return runSteps(context, {steps, from: 0}, undefined, onTransition);
	}

	const appPlan = {...plan, app};
	const daemon = await daemonFor(context, appPlan);
	if (daemon !== undefined) return handOver(context, appPlan, daemon, onTransition);
	const hold = await takeRollout(context, appPlan, words => onTransition({type: 'progressed', step: 0, words}));
	if (!hold) return runSteps(context, {steps, from: 0}, undefined, onTransition);
	await runHeld(context, {steps, from: 0}, hold, onTransition);
	// Its routemap is gone, and with it the app.
	if (action === 'cleanup') await hold.delete();
	else await hold.end('done', '');
}
