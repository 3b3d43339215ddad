import type {Step} from '../rollout/step.ts';
import {isTried, performStep} from './perform-step.ts';
import type {RolloutHold} from './rollout-hold.ts';
import type {StepContext} from './step-context.ts';
import type {OnTransition} from './transition.ts';

/** Steps, and the one to begin with. */
export interface Remaining {
	readonly steps: readonly Step[];
	readonly from: number;
}

/** Performs steps while the record is held; of a failure the record is told. */
export async function runHeld(
	context: StepContext,
	remaining: Remaining,
	hold: RolloutHold,
	onTransition: OnTransition,
): Promise<void> {
	const signal = AbortSignal.any([context.signal, hold.lost]);
	try {
		await runSteps({...context, signal}, remaining, hold, onTransition);
	} catch (error) {
		const isStopped = context.signal.aborted;
		await hold.end(isStopped ? 'stopped' : 'failed', error instanceof Error ? error.message : String(error));
		if (hold.lost.aborted && !isStopped) throw hold.lost.reason;
		throw error;
	}
}

/** Performs steps in order; with a hold each is noted in the record. */
export async function runSteps(
	context: StepContext,
	{steps, from}: Remaining,
	hold: RolloutHold | undefined,
	onTransition: OnTransition,
): Promise<void> {
	for (const [index, step] of steps.entries()) {
		if (index < from || (context.isDryRun === true && !isTried(step))) continue;
		context.signal.throwIfAborted();
		onTransition({type: 'began', step: index, words: ''});
		const words = await performStep(context, step, progress => {
			hold?.progressed(progress);
			onTransition({type: 'progressed', step: index, words: progress});
		});
		await hold?.done(index, words);
		onTransition({type: 'done', step: index, words});
	}
}
