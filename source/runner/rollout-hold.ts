import {find, hasReason, isPassing} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps} from '../objects/resource.ts';
import {heldWords} from '../rollout/record-words.ts';
import {parseRecord, renewMs, type Executor, type RolloutPhase, type RolloutRecord} from '../rollout/record.ts';
import type {ActionContext} from './action-context.ts';
import {writeRecord} from './record-store.ts';

/** How long the last word of an executor may take, in milliseconds: its own signal has been aborted, perhaps. */
const lastWordMs = 2000;

/** What a step waits for is written down at most this often, in milliseconds. */
const wordsEveryMs = 1000;

/**
 * An app's record, held by this process: it is renewed as long as the process lives, and nobody else takes it meanwhile. A record
 * that cannot be written keeps no rollout from its end.
 */
export class RolloutHold {
	readonly #context: ActionContext;
	readonly #app: string;
	readonly #losing = new AbortController();
	readonly #renewal: NodeJS.Timeout;
	#record: RolloutRecord;
	#stored: KubeObject | undefined;
	/** Writes wait for each other. */
	#writing: Promise<void> = Promise.resolve();
	#wroteAt = performance.now();

	/** @param stored The ConfigMap with this record in it, as it was just written. */
	constructor(context: ActionContext, app: string, record: RolloutRecord, stored: KubeObject) {
		this.#context = context;
		this.#app = app;
		this.#record = record;
		this.#stored = stored;
		this.#renewal = setInterval(() => void this.#write({}, context.signal), renewMs);
		this.#renewal.unref();
	}

	/** Aborts, with the reason, when somebody else has taken the record. */
	get lost(): AbortSignal {
		return this.#losing.signal;
	}

	/** Looks at the record as it was seen by a watch, which tells of another sooner than the next write does. */
	saw(live: KubeObject | undefined): void {
		const other = parseRecord(live);
		if (live === undefined) this.#losing.abort(deleted(this.#app));
		else if (other && this.#isTaken(other)) this.#losing.abort(new Error(heldWords(other)));
	}

	/** Notes that a step is done, and the next one is under way. */
	async done(step: number, result: string): Promise<void> {
		const results = [...this.#record.results.slice(0, step), result];
		await this.#write({step: step + 1, results, words: ''}, this.#context.signal);
	}

	/** Notes what the step waits for, now or with the next write. */
	progressed(words: string): void {
		this.#record = {...this.#record, words};
		if (performance.now() - this.#wroteAt > wordsEveryMs) void this.#write({}, this.#context.signal);
	}

	/** Lets go of the record and says how it ended. */
	async end(phase: Exclude<RolloutPhase, 'running'>, words: string): Promise<void> {
		clearInterval(this.#renewal);
		await this.#write({phase, words}, AbortSignal.timeout(lastWordMs));
	}

	/** Lets go of the record as it is, for the next one to go on with. */
	async release(): Promise<void> {
		clearInterval(this.#renewal);
		const {executor: _, ...free} = this.#record;
		await this.#writing;
		if (!this.#stored || this.#losing.signal.aborted) return;
		// one that cannot be told so waits until the hold has ended
		await this.#store(free, AbortSignal.timeout(lastWordMs)).catch(() => undefined);
	}

	/** Lets go of the record of an app that is no more. */
	async delete(): Promise<void> {
		clearInterval(this.#renewal);
		await this.#writing;
		const {namespace, name = '', uid} = this.#stored?.metadata ?? {};
		if (uid === undefined) return;
		const signal = AbortSignal.timeout(lastWordMs);
		// gone already, or left to whoever cleans up next
		await this.#context.cluster.delete(configMaps, namespace, name, {uid, signal}).catch(() => undefined);
	}

	#write(change: Partial<RolloutRecord>, signal: AbortSignal): Promise<void> {
		this.#writing = this.#writeAfter(this.#writing, change, signal);
		return this.#writing;
	}

	async #writeAfter(earlier: Promise<void>, change: Partial<RolloutRecord>, signal: AbortSignal): Promise<void> {
		await earlier;
		if (!this.#stored || this.#losing.signal.aborted) return;
		const {executor} = this.#record;
		const renewedAt = this.#context.now().toISOString();
		const renewed: Executor | undefined = executor && {...executor, renewedAt};
		this.#record = {...this.#record, ...change, ...(renewed && {executor: renewed})};
		this.#wroteAt = performance.now();
		try {
			await this.#store(this.#record, signal);
		} catch (error) {
			await this.#judge(error, signal);
		}
	}

	async #store(record: RolloutRecord, signal: AbortSignal): Promise<void> {
		this.#stored = await writeRecord(this.#context, this.#app, this.#stored, record, signal);
	}

	/**
	 * Whoever has taken the record has another id or name; anything else that was written there is written over. One that was deleted
	 * stops a daemon, which nobody would see at it any more and which begins none; a verb writes it again.
	 */
	async #judge(error: unknown, signal: AbortSignal): Promise<void> {
		if (isPassing(error) || signal.aborted) return;
		const {namespace, name = ''} = this.#stored?.metadata ?? {};
		try {
			if (!hasReason(error, 'Conflict') && !hasReason(error, 'NotFound')) throw error;
			const live = await find(this.#context.cluster, configMaps, namespace, name, signal);
			const other = parseRecord(live);
			this.#stored = live;
			if (other && this.#isTaken(other)) this.#losing.abort(new Error(heldWords(other)));
			else if (!live && this.#record.executor?.isDaemon === true) this.#losing.abort(deleted(this.#app));
			else await this.#store(this.#record, signal);
		} catch {
			this.#stored = undefined;
		}
	}

	#isTaken({id, executor}: RolloutRecord): boolean {
		return id !== this.#record.id || (executor !== undefined && executor.name !== this.#record.executor?.name);
	}
}

function deleted(app: string): Error {
	return new Error(`the record of ${app} was deleted`);
}
