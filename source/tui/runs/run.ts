import type {Compared} from '../../actions/compare/compare.ts';
import type {ComparisonSoFar} from '../../analysis/comparison/so-far.ts';
import type {ActionName} from '../../ownership/permissions.ts';
import type {OnTransition} from '../../runner/transition.ts';
import type {AppReference, TestOutcome} from '../session.ts';
import type {TestCounts} from './test-counts.ts';

/** One that is left goes on in the daemon, and is not followed from here any more. */
export type RunStatus = 'running' | 'done' | 'failed' | 'stopped' | 'left';
export type StepStatus = 'waiting' | RunStatus;

interface RunStep {
	readonly title: string;
	readonly status: StepStatus;
	/** What it waits for while it runs, then its result; empty when it says nothing. */
	readonly words: string;
}

/** What came of a comparison so far, or at its end. */
export type RunComparison =
	| {
			readonly kind: 'running';
			/** The primary's name, then the candidate's. */
			readonly names: readonly [string, string];
			/** How many pairs there will be at most. */
			readonly of: number;
			readonly soFar: ComparisonSoFar;
	  }
	| {readonly kind: 'ended'; readonly compared: Compared};

/** An action that was started from here, as it stands now. */
export interface Run {
	readonly id: string;
	readonly action: ActionName;
	readonly app: AppReference;
	/** The kubeconfig context that it works in. */
	readonly context: string | undefined;
	readonly title: string;
	/** The same as one would type it: `kubectl iter8 promote wisdom -n models`. */
	readonly command: string;
	readonly steps: readonly RunStep[];
	readonly status: RunStatus;
	readonly startedAt: Date;
	readonly finishedAt: Date | undefined;
	/** Why it failed, whole; undefined unless it did. */
	readonly error: string | undefined;
	/** What a test has counted so far; undefined for every other action. */
	readonly test: TestCounts | undefined;
	/** What a comparison came to so far; undefined for every other action, and before the first pair. */
	readonly comparison: RunComparison | undefined;
	/** The last lines of the daemon's log, or what is remarked of a test or a comparison; empty for every other action. */
	readonly lines: readonly string[];
}

/** What an action tells while it runs. */
export interface Live {
	readonly onTransition: OnTransition;
	readonly onOutcome: (outcome: TestOutcome) => void;
	/** Given what makes it, which is called when it is to be seen, and not each time. */
	readonly onComparison: (make: () => RunComparison) => void;
	readonly onLine: (line: string) => void;
}

/** An action to start. */
export interface Job extends Pick<Run, 'action' | 'app' | 'title' | 'command'> {
	/** What its steps do, each in the imperative. */
	readonly titles: readonly string[];
	/** Does it. Rejects with the first failure. */
	readonly work: (live: Live) => Promise<void>;
	/** Its signal is the one that the action was planned with: aborting it stops the action. */
	readonly stopping: AbortController;
	/** How many requests a test sends; undefined for every other action. */
	readonly requests?: number;
}

/** What happens to a run. Steps are named by their place. */
export type RunEvent =
	| {readonly type: 'step-began' | 'step-stopped'; readonly step: number}
	| {readonly type: 'step-progressed' | 'step-done'; readonly step: number; readonly words: string}
	| {readonly type: 'step-failed'; readonly step: number; readonly message: string}
	| {readonly type: 'counted'; readonly test: TestCounts}
	| {readonly type: 'compared'; readonly comparison: RunComparison}
	| {readonly type: 'said'; readonly lines: readonly string[]}
	| {readonly type: 'ended'; readonly status: RunStatus; readonly at: Date};

/** Lines of a daemon's log that are kept. */
const keptLines = 500;

/** A run after something has happened to it. */
export function advance(run: Run, event: RunEvent): Run {
	switch (event.type) {
		case 'step-began': {
			return withStep(run, event.step, {status: 'running'});
		}
		case 'step-progressed': {
			return withStep(run, event.step, {words: event.words});
		}
		case 'step-done': {
			return withStep(run, event.step, {status: 'done', words: event.words});
		}
		case 'step-stopped': {
			return withStep(run, event.step, {status: 'stopped', words: ''});
		}
		case 'step-failed': {
			return {...withStep(run, event.step, {status: 'failed'}), error: event.message};
		}
		case 'counted': {
			return {...run, test: event.test};
		}
		case 'compared': {
			return {...run, comparison: event.comparison};
		}
		case 'said': {
			return {...run, lines: [...run.lines, ...event.lines].slice(-keptLines)};
		}
		default: {
			return {...run, status: event.status, finishedAt: event.at};
		}
	}
}

function withStep(run: Run, index: number, change: Partial<RunStep>): Run {
	return {...run, steps: run.steps.map((step, at) => (at === index ? {...step, ...change} : step))};
}
