import {describeStep} from '../../../rollout/describe-step.ts';
import type {Plan} from '../../../rollout/plan.ts';
import {runPlan} from '../../../runner/run-plan.ts';
import type {StepContext} from '../../../runner/step-context.ts';
import type {Job} from '../../runs/run.ts';

/** A plan as a job does it. */
export function planWork(context: StepContext, plan: Plan): Pick<Job, 'title' | 'titles' | 'work'> {
	return {
		title: plan.title,
		titles: plan.steps.map(describeStep),
		work: async ({onTransition}) => runPlan(context, plan, onTransition),
	};
}

/** A job of one step, which is no plan: it changes nothing in the cluster by itself. */
export function singleWork(
	title: string,
	run: (live: Parameters<Job['work']>[0]) => Promise<string>,
): Pick<Job, 'titles' | 'work'> {
	return {
		titles: [title],
		async work(live) {
			live.onTransition({type: 'began', step: 0, words: ''});
			live.onTransition({type: 'done', step: 0, words: await run(live)});
		},
	};
}
