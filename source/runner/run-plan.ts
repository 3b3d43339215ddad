import type {Plan} from '../rollout/plan.ts';
import {isTried, performStep} from './perform-step.ts';
import {takeRollout, type RolloutHold} from './rollout-hold.ts';
import type {StepContext} from './step-context.ts';

/** What happens to a step, by its place in the plan; how a step fails is how the plan does. */
export interface Transition {
	readonly type: 'began' | 'progressed' | 'done';
	readonly step: number;
	/** What it waits for, or its result; empty when it begins. */
	readonly words: string;
}

export type OnTransition = (transition: Transition) => void;

/**
 * Performs a plan's steps in order: the one runner of verbs, terminal UI and daemon. What is under way is noted in the app's record
 * before each step, so that nobody else changes the app meanwhile. Rejects with the first failure, or with the signal's reason when
 * it is aborted in between. In a dry run only what is written is tried, and nothing noted.
 */
export async function runPlan(context: StepContext, plan: Plan, onTransition: OnTransition): Promise<void> {
	const hold = await holdOf(context, plan, words => onTransition({type: 'progressed', step: 0, words}));
	const signal = hold ? AbortSignal.any([context.signal, hold.lost]) : context.signal;
	try {
		await runSteps({...context, signal}, plan, hold, onTransition);
	} catch (error) {
		const isStopped = context.signal.aborted;
		await hold?.end(isStopped ? 'stopped' : 'failed', error instanceof Error ? error.message : String(error));
		if (hold?.lost.aborted && !isStopped) throw hold.lost.reason;
		throw error;
	}

	await hold?.end('done', '');
}

async function runSteps(
	context: StepContext,
	{steps}: Plan,
	hold: RolloutHold | undefined,
	onTransition: OnTransition,
): Promise<void> {
	for (const [index, step] of steps.entries()) {
		context.signal.throwIfAborted();
		if (context.isDryRun === true && !isTried(step)) continue;
		onTransition({type: 'began', step: index, words: ''});
		if (index > 0) await hold?.advance(index, '');
		const words = await performStep(context, step, progress => {
			onTransition({type: 'progressed', step: index, words: progress});
		});
		onTransition({type: 'done', step: index, words});
	}
}

/** Setting an app up is noted nowhere: it may be done twice at once without harm, and there may be no app yet. */
async function holdOf(
	context: StepContext,
	plan: Plan,
	progress: (words: string) => void,
): Promise<RolloutHold | undefined> {
	const {action, app} = plan;
	if (context.isDryRun === true || action === 'init' || app === undefined) return undefined;
	return takeRollout(context, {...plan, app}, progress);
}
