import type {Clock} from './clock.ts';
import {dueTimes, type Bound, type OpenLoop, type Pace} from './pace.ts';
import {openPreciseClock, plainClock} from './precise-clock.ts';

/** One unit of work that has ended. Times are milliseconds from the run's start, which is the end of its warm-up. */
export interface Unit<Result> {
	/** From 0, in the order in which units fall due. */
	readonly index: number;
	/** When it was due: response time counts from here. In a closed loop, when it was sent. */
	readonly intendedMs: number;
	/** When it was sent: service time counts from here. */
	readonly startMs: number;
	readonly endMs: number;
	readonly result: Result;
}

export interface LoadRun<Result> {
	readonly pace: Pace;
	/** Of what is due after the warm-up. */
	readonly bound: Bound;
	/** How long units are sent at the same pace before the run starts; nobody is told of these. @default 0 */
	readonly warmupMs?: number;
	/**
	 * Does the unit of this index; those of the warm-up have indexes of their own, from 0. A failure is a result too: when it
	 * rejects, the run ends with that.
	 */
	readonly send: (index: number, signal: AbortSignal) => Promise<Result>;
	readonly onResult: (unit: Unit<Result>) => void;
	/** Told of a unit that was due while the most that may be were under way, and is never sent. */
	readonly onDropped?: (index: number, intendedMs: number) => void;
	/** Ends the run early, without the results of what is under way. */
	readonly signal: AbortSignal;
	/** @default the machine's, precise to some hundredths of a millisecond */
	readonly clock?: Clock;
}

/** What a whole run took. */
export interface LoadTimes {
	/** From the run's start to the end of its last unit, or to the end of its duration, whichever is later. */
	readonly elapsedMs: number;
	readonly isInterrupted: boolean;
}

/**
 * Does units of work at a pace, to a bound, and tells each result as it comes. What is under way at the end is waited for.
 * Rejects with what `send` rejects with or `onResult` throws, when nothing is under way any more.
 */
export async function runLoad<Result>(run: LoadRun<Result>): Promise<LoadTimes> {
	const clock = run.clock ?? (run.pace.kind === 'open' ? await openPreciseClock() : plainClock);
	try {
		return await new Load(run, clock).perform();
	} finally {
		clock.close();
	}
}

class Load<Result> {
	readonly #run: LoadRun<Result>;
	readonly #clock: Clock;
	readonly #startMs: number;
	readonly #failure = new AbortController();
	readonly #signal: AbortSignal;
	readonly #sent = {warmup: 0, run: 0};
	#underWay = 0;
	#lastEndMs = 0;

	constructor(run: LoadRun<Result>, clock: Clock) {
		this.#run = run;
		this.#clock = clock;
		this.#startMs = clock.now() + (run.warmupMs ?? 0);
		this.#signal = AbortSignal.any([run.signal, this.#failure.signal]);
	}

	async perform(): Promise<LoadTimes> {
		const {pace, bound, signal} = this.#run;
		await (pace.kind === 'closed' ? this.#closedLoop(pace.concurrency) : this.#openLoop(pace));
		if (this.#failure.signal.aborted) throw this.#failure.signal.reason;
		const isInterrupted = signal.aborted;
		const leastMs = isInterrupted ? this.#now() : 'durationMs' in bound ? bound.durationMs : 0;
		return {elapsedMs: Math.max(leastMs, this.#lastEndMs, 0), isInterrupted};
	}

	async #closedLoop(concurrency: number): Promise<void> {
		const sendInTurn = async (): Promise<void> => {
			for (let now = this.#now(); this.#isWithin(now); now = this.#now()) await this.#send(this.#nextIndex(now), now);
		};
		const {bound, warmupMs = 0} = this.#run;
		const useful = 'requests' in bound && warmupMs === 0 ? Math.min(concurrency, bound.requests) : concurrency;
		await Promise.all(Array.from({length: useful}, sendInTurn));
	}

	async #openLoop({mostInFlight, ...arrivals}: OpenLoop): Promise<void> {
		const {promise: ended, resolve: end} = Promise.withResolvers<void>();
		const {warmupMs = 0} = this.#run;
		const times = dueTimes(arrivals);
		let isDone = false;
		let due = times.next().value - warmupMs;
		const endWhenIdle = (): void => {
			if (isDone && this.#underWay === 0) end();
		};
		const sendDue = (): void => {
			for (const now = this.#now(); due <= now && this.#isWithin(due); due = times.next().value - warmupMs) {
				const index = this.#nextIndex(due);
				if (this.#underWay < mostInFlight) void this.#send(index, due).then(endWhenIdle);
				else if (due >= 0) this.#run.onDropped?.(index, due);
			}

			isDone = !this.#isWithin(due);
			if (isDone) endWhenIdle();
			else this.#clock.wakeAt(this.#startMs + due, sendDue);
		};
		const stop = (): void => {
			isDone = true;
			endWhenIdle();
		};
		this.#signal.addEventListener('abort', stop, {once: true});
		sendDue();
		await ended;
		this.#signal.removeEventListener('abort', stop);
	}

	#now(): number {
		return this.#clock.now() - this.#startMs;
	}

	/** Whether a unit of that time is still one of the run, or of its warm-up. */
	#isWithin(timeMs: number): boolean {
		if (this.#signal.aborted) return false;
		const {bound} = this.#run;
		if (timeMs < 0) return true;
		return 'requests' in bound ? this.#sent.run < bound.requests : timeMs < bound.durationMs;
	}

	#nextIndex(timeMs: number): number {
		return timeMs < 0 ? this.#sent.warmup++ : this.#sent.run++;
	}

	/** Never rejects. */
	async #send(index: number, intendedMs: number): Promise<void> {
		this.#underWay++;
		try {
			const startMs = this.#now();
			const result = await this.#run.send(index, this.#signal);
			const endMs = this.#now();
			if (intendedMs < 0 || this.#signal.aborted) return;
			this.#lastEndMs = endMs;
			this.#run.onResult({index, intendedMs, startMs, endMs, result});
		} catch (error) {
			if (!this.#signal.aborted) this.#failure.abort(error);
		} finally {
			this.#underWay--;
		}
	}
}
