import {findDaemon} from '../kube/find-daemon.ts';
import {isPassing} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps} from '../objects/resource.ts';
import {isExecutable} from '../rollout/decide.ts';
import {heldWords} from '../rollout/record-words.ts';
import {heldForMs, parseRecord, recordName, type RolloutRecord} from '../rollout/record.ts';
import type {Awaited} from '../versions/awaited.ts';
import {readRecordMap} from './record-store.ts';
import {runHeld, runSteps} from './run-steps.ts';
import type {StepContext} from './step-context.ts';
import {beginRollout, resumeRollout, type AppPlan} from './take-rollout.ts';
import type {OnTransition} from './transition.ts';
import {waitUntil, WaitTimeout} from './wait-until.ts';

/** How long a daemon gets to take a rollout up, in milliseconds; then the verb performs it after all. */
const takeUpMs = 3000;

/** The daemon that performs a plan in place of this process; undefined where none does, or where only this process can send the request. */
export async function daemonFor(context: StepContext, {action, steps}: AppPlan): Promise<string | undefined> {
	if (context.isProbeOwn === true || !isExecutable(action, steps)) return undefined;
	const daemon = await findDaemon(context);
	return daemon?.settings.rollouts === true ? daemon.holder : undefined;
}

/** A rollout is not followed any more, and goes on. */
export class LeftRunning extends Error {
	constructor(cause: unknown) {
		super(cause instanceof Error ? cause.message : String(cause), {cause});
		this.name = 'LeftRunning';
	}
}

/** Leaves a plan to the daemon and follows it to its end. Rejects as `runPlan`; aborting ends the following, not the rollout: LeftRunning. */
export async function handOver(
	context: StepContext,
	plan: AppPlan,
	daemon: string,
	onTransition: OnTransition,
): Promise<void> {
	const progress = (words: string): void => onTransition({type: 'progressed', step: 0, words});
	const begun = await beginRollout(context, plan, undefined, progress);
	if (!begun) return runSteps(context, {steps: plan.steps, from: 0}, undefined, onTransition);
	const {id, by} = begun.record;
	const follower = new Follower(plan.app, id, onTransition);
	for (;;) {
		try {
			if (await follower.follow(context)) return;
		} catch (error) {
			if (!context.signal.aborted && !isPassing(error)) throw error;
			follower.say(`the daemon ${daemon} goes on with it; ${backWords(plan, context.namespace)}`);
			throw new LeftRunning(error);
		}

		// Nobody has taken it up in time, whoever did is gone, or may not: unless another is faster, it is done from here.
		const live = await readRecordMap(context, plan.app);
		const isOwn = live && parseRecord(live)?.id === id;
		const taken = isOwn && (await resumeRollout(context, plan.app, live, {name: by, isDaemon: false}));
		if (!taken) continue;
		const {hold, record} = taken;
		if (record.words !== '') follower.say(record.words, record.step);
		await runHeld(context, {steps: plan.steps, from: record.step}, hold, onTransition);
		await hold.end('done', '');
		return;
	}
}

/** What there is to do about what a daemon performs when nobody follows it. */
function backWords({action, app}: AppPlan, namespace: string): string {
	return action === 'promote' ? 'abort goes back' : `"kubectl iter8 status ${app} -n ${namespace}" tells how it ends`;
}

/** Tells of a rollout that another process performs, by its record. */
class Follower {
	readonly #app: string;
	readonly #id: string;
	readonly #onTransition: OnTransition;
	#done = 0;
	#began = -1;
	#words = '';

	constructor(app: string, id: string, onTransition: OnTransition) {
		this.#app = app;
		this.#id = id;
		this.#onTransition = onTransition;
	}

	/** Resolves with true when the rollout is done, and with false when nobody is at it, or who was may not; rejects with its failure. */
	async follow(context: StepContext): Promise<boolean> {
		for (;;) {
			const until = (live: KubeObject | undefined): Awaited => this.#see(parseRecord(live));
			try {
				const live = await waitUntil(
					{...context, timeoutMs: takeUpMs},
					{resource: configMaps, name: recordName(this.#app), until, onProgress: () => undefined},
				);
				return parseRecord(live)?.phase === 'done';
			} catch (error) {
				if (!(error instanceof WaitTimeout)) throw error;
				const record = parseRecord(await readRecordMap(context, this.#app));
				// One that has ended by now is seen by the next look.
				const isRunning = record?.id === this.#id && record.phase === 'running';
				if (isRunning && heldForMs(record, context.now()) === 0) return false;
			}
		}
	}

	/** Says something of a step, without one of that which is under way. */
	say(words: string, step = Math.max(0, this.#began)): void {
		this.#begin(step);
		this.#onTransition({type: 'progressed', step, words});
	}

	#see(record: RolloutRecord | undefined): Awaited {
		if (record?.id !== this.#id) throw new Error(this.#lostWords(record));
		this.#tell(record);
		if (record.phase === 'done' || record.phase === 'declined') return true;
		if (record.phase !== 'running') throw new Error(record.words);
		return `step ${record.step + 1}`;
	}

	/** An abort takes a rollout; whoever begins a moment later has written over a record that nobody had taken up yet. */
	#lostWords(record: RolloutRecord | undefined): string {
		if (!record) return `the record of the rollout of ${this.#app} is gone`;
		if (record.phase === 'running' && record.action !== 'abort') return heldWords(record);
		return `the rollout of ${this.#app} was ended by ${record.by}: ${record.title}`;
	}

	#tell({step, results, words, phase}: RolloutRecord): void {
		for (; this.#done < Math.min(step, results.length); this.#done++) {
			this.#begin(this.#done);
			this.#onTransition({type: 'done', step: this.#done, words: results[this.#done] ?? ''});
		}

		if (phase !== 'running' || words === '' || words === this.#words) return;
		this.#begin(step);
		this.#words = words;
		this.#onTransition({type: 'progressed', step, words});
	}

	#begin(step: number): void {
		if (this.#began >= step) return;
		this.#began = step;
		this.#onTransition({type: 'began', step, words: ''});
	}
}
