import {nothingMeasured, type AppNumbers, type VersionNumbers} from '../../metrics/numbers.ts';
import type {ActionName} from '../../ownership/permissions.ts';
import {LeftRunning} from '../../runner/hand-over.ts';
import type {Transition} from '../../runner/transition.ts';
import {coalesce} from '../../snapshot/coalesce.ts';
import type {AppReference} from '../session.ts';
import {advance, type Job, type Run, type RunComparison, type RunEvent} from './run.ts';
import {TestTally} from './test-counts.ts';

/** Ten updates a second are more than an eye needs. */
const updateIntervalMs = 100;
/** What a comparison comes to is reckoned anew for each. */
const comparisonIntervalMs = 250;

/** Actions after which a version is not what it was. */
const replacing: ReadonlySet<ActionName> = new Set(['deploy', 'promote', 'abort', 'undo', 'cleanup']);

/** What an action does, given whom to tell of its steps. */
type Work = (onTransition: (transition: Transition) => void) => Promise<void>;

/** Where and when a run starts. */
interface Surroundings {
	readonly context: string | undefined;
	readonly now: () => Date;
}

/** The actions of one sitting, as they run in the background. */
export class RunList {
	#runs: readonly Run[] = [];
	readonly #stopping = new Map<string, AbortController>();
	readonly #listeners = new Set<() => void>();

	/** Calls back after each change, until the returned function is called. */
	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	/** The runs in the order in which they were started; another array after each change. */
	readonly runs = (): readonly Run[] => this.#runs;

	/** Starts an action; returns its id. */
	start(job: Job, surroundings: Surroundings): string {
		const id = String(this.#runs.length + 1);
		const said: string[] = [];
		const tally = job.requests === undefined ? undefined : new TestTally(job.requests);
		let compare: (() => RunComparison) | undefined;
		const tell = (): void => {
			if (tally) this.#advance(id, {type: 'counted', test: tally.counts()});
			if (compare) this.#advance(id, {type: 'compared', comparison: compare()});
			compare = undefined;
			if (said.length > 0) this.#advance(id, {type: 'said', lines: said.splice(0)});
		};
		const intervalMs = job.action === 'compare' ? comparisonIntervalMs : updateIntervalMs;
		// Not the job's own signal: what it said last is still told after it was stopped.
		const tellSoon = coalesce(tell, intervalMs, new AbortController().signal);
		const run: Run = {
			id,
			action: job.action,
			app: job.app,
			context: surroundings.context,
			title: job.title,
			command: job.command,
			steps: job.titles.map(title => ({title, status: 'waiting', words: ''})),
			status: 'running',
			startedAt: surroundings.now(),
			finishedAt: undefined,
			error: undefined,
			test: tally?.counts(),
			comparison: undefined,
			lines: [],
		};
		this.#stopping.set(id, job.stopping);
		this.#set([...this.#runs, run]);
		const work = (onTransition: (transition: Transition) => void): Promise<void> =>
			job.work({
				onTransition,
				onOutcome(outcome) {
					tally?.add(outcome);
					tellSoon();
				},
				onComparison(make) {
					compare = make;
					tellSoon();
				},
				onLine(line) {
					said.push(line);
					tellSoon();
				},
			});
		void this.#follow(id, work, job.stopping.signal, tell, surroundings.now);
		return id;
	}

	/** Stops an action that runs: between two steps, and any wait at once. */
	stop(id: string): void {
		this.#stopping.get(id)?.abort();
	}

	stopAll(): void {
		for (const stopping of this.#stopping.values()) stopping.abort();
	}

	/** What tests in a context have measured: of each version by the last test that it answered since it was made; undefined without one. */
	testNumbers({namespace, name}: AppReference, context: string | undefined): AppNumbers | undefined {
		const numbers = new Map<string, VersionNumbers>();
		for (const {action, app, test, context: own, startedAt, finishedAt} of this.#runs) {
			if (app.name !== name || app.namespace !== namespace || own !== context) continue;
			// Its versions are no longer those that were measured.
			if (replacing.has(action)) numbers.clear();
			for (const {version, count, failed, p50Ms, p95Ms} of test?.versions ?? []) {
				if (version === undefined) continue;
				const basis = {count, at: finishedAt ?? startedAt};
				numbers.set(version, {...nothingMeasured, errorShare: failed / count, p50Ms, p95Ms, test: basis});
			}
		}

		return numbers.size === 0 ? undefined : numbers;
	}

	async #follow(id: string, work: Work, signal: AbortSignal, tell: () => void, now: () => Date): Promise<void> {
		const status = await this.#work(id, work, signal);
		tell();
		this.#stopping.delete(id);
		this.#advance(id, {type: 'ended', status, at: now()});
	}

	/** Does the work and tells of each step; never rejects. */
	async #work(id: string, work: Work, signal: AbortSignal): Promise<Run['status']> {
		let current = 0;
		try {
			if (signal.aborted) return 'stopped';
			await work(({type, step, words}) => {
				current = step;
				this.#advance(id, type === 'began' ? {type: 'step-began', step} : {type: `step-${type}`, step, words});
			});
			return 'done';
		} catch (error) {
			if (signal.aborted && error instanceof LeftRunning) return 'left';
			if (!signal.aborted) this.#advance(id, {type: 'step-failed', step: current, message: messageOf(error)});
			else if (this.#isRunning(id, current)) this.#advance(id, {type: 'step-stopped', step: current});
			return signal.aborted ? 'stopped' : 'failed';
		}
	}

	#isRunning(id: string, step: number): boolean {
		return this.#runs.find(run => run.id === id)?.steps[step]?.status === 'running';
	}

	#advance(id: string, event: RunEvent): void {
		this.#set(this.#runs.map(run => (run.id === id ? advance(run, event) : run)));
	}

	#set(runs: readonly Run[]): void {
		this.#runs = runs;
		for (const listener of this.#listeners) listener();
	}
}

/** What an error says to a person. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
