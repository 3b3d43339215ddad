import type {Job, Live} from '../../source/tui/runs/run.ts';

/** A step of a test: what it is called, and what it does. */
export interface TestStep {
	readonly title: string;
	readonly run: (progress: (words: string) => void, live: Live) => Promise<string>;
}

/** Steps as a job does them, one after the other until one fails or the signal aborts. */
export function stepWork(steps: readonly TestStep[], signal?: AbortSignal): Pick<Job, 'titles' | 'work'> {
	return {
		titles: steps.map(({title}) => title),
		async work(live) {
			for (const [step, {run}] of steps.entries()) {
				signal?.throwIfAborted();
				live.onTransition({type: 'began', step, words: ''});
				const words = await run(progress => live.onTransition({type: 'progressed', step, words: progress}), live);
				live.onTransition({type: 'done', step, words});
			}
		},
	};
}
