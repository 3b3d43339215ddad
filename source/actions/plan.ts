import type {KubeObject} from '../objects/object.ts';

/** Told what a step is waiting for, while it runs. */
export type Progress = (words: string) => void;

/** One step of an action. A step that was done before is done again without harm, so an action can be stopped and run again. */
export interface Step {
	/** What it does, in the imperative: `replace wisdom-0 by the spec of wisdom-1`. */
	readonly title: string;
	/** Does it; resolves to the result in kubectl's form: `inferenceservice.serving.kserve.io/wisdom-0 replaced`. */
	readonly run: (progress: Progress) => Promise<string>;
}

/** What an action is going to do, to show before anything is done. */
export interface Plan {
	readonly title: string;
	/** What cannot be undone, and what an operator should know. */
	readonly warnings: readonly string[];
	readonly steps: readonly Step[];
	/** What serves now, if anything, and what is to serve; undefined where no spec changes. */
	readonly change?: {readonly before: KubeObject | undefined; readonly after: KubeObject};
}

interface PlanListener {
	readonly onProgress: (step: Step, words: string) => void;
	readonly onDone: (step: Step, result: string) => void;
}

/** Runs a plan's steps in order. Rejects with the first failure, or with the signal's reason when it is aborted in between. */
export async function runPlan(plan: Plan, listener: PlanListener, signal: AbortSignal): Promise<void> {
	for (const step of plan.steps) {
		signal.throwIfAborted();
		const result = await step.run(words => listener.onProgress(step, words));
		listener.onDone(step, result);
	}
}
