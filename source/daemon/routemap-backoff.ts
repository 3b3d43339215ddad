import type {ReconcileResult} from '../reconcile/reconcile-result.ts';
import {bounds} from '../routemap/bounds.ts';

/** What routemaps of people cost; these never wait. In steps of a `Budget`, as all costs here: the same on each machine. */
const freeSteps = 2000;
/** A step takes less, but for the first ones of a process. */
const stepMs = 0.0005;
/** The pause after a cost, in times of it: one routemap takes 2 % of a core at most. */
const pauseFactor = 50;
/** The pause after a routemap went over its bounds, in milliseconds; doubled each time. */
const firstPauseMs = 1000;
const longestPauseMs = 300_000;
/** A namespace gets so many steps back each millisecond, 5 % of a core, and saves as many as 50 of the dearest routemaps take. */
const refill = 0.05 / stepMs;
const mostSaved = 50 * bounds.steps;

interface Pause {
	readonly until: number;
	readonly overruns: number;
	readonly lastOverrun: number;
}

/**
 * Keeps routemaps that cost much, or go over their bounds, from taking the time of the others, however often they are rewritten,
 * deleted and created: each waits after what it cost, and the dear ones of a namespace share what is little for all of them. A
 * routemap whose last cost was usual never waits. Keys are `NAMESPACE/NAME`.
 */
export class RoutemapBackoff {
	readonly #monotonic: () => number;
	readonly #pauses = new Map<string, Pause>();
	readonly #cheap = new Set<string>();
	readonly #saved = new Map<string, {readonly steps: number; readonly at: number}>();

	/** @param monotonic Milliseconds from any start. */
	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	/** Milliseconds until a routemap may be read or rendered; 0 when it may be now. */
	waitMs(key: string): number {
		const now = this.#monotonic();
		const own = (this.#pauses.get(key)?.until ?? now) - now;
		const ofNamespace = this.#cheap.has(key) ? 0 : -this.#savedBy(namespaceOf(key), now) / refill;
		return Math.max(0, Math.ceil(Math.max(own, ofNamespace)));
	}

	/** Notes what reading or rendering a routemap took, and whether it went over its bounds. */
	spent(key: string, steps: number, isOver: boolean): void {
		const now = this.#monotonic();
		if (steps <= freeSteps && !isOver) {
			if (!this.#pauses.has(key)) this.#cheap.add(key);
			return;
		}

		this.#cheap.delete(key);
		this.#dropOld(now);
		const namespace = namespaceOf(key);
		this.#saved.set(namespace, {steps: this.#savedBy(namespace, now) - steps, at: now});
		const before = this.#pauses.get(key);
		const overruns = (before?.overruns ?? 0) + (isOver ? 1 : 0);
		const pauseMs = isOver ? Math.min(longestPauseMs, firstPauseMs * 2 ** (overruns - 1)) : 0;
		const until = now + Math.max(pauseMs, steps * stepMs * pauseFactor);
		this.#pauses.set(key, {until, overruns, lastOverrun: isOver ? now : (before?.lastOverrun ?? now)});
	}

	/** A routemap is gone; its pauses stay, as it may come again. */
	forget(key: string): void {
		this.#cheap.delete(key);
	}

	#savedBy(namespace: string, now: number): number {
		const saved = this.#saved.get(namespace);
		return saved ? Math.min(mostSaved, saved.steps + (now - saved.at) * refill) : mostSaved;
	}

	#dropOld(now: number): void {
		for (const [key, {until, lastOverrun}] of this.#pauses) {
			if (until < now && lastOverrun + 2 * longestPauseMs < now) this.#pauses.delete(key);
		}
	}
}

function namespaceOf(key: string): string {
	return key.slice(0, key.indexOf('/'));
}

/** A routemap may not be rendered yet. */
export class PausedError extends Error {
	readonly waitMs: number;

	constructor(waitMs: number) {
		super(`paused for ${waitMs} ms, as it takes long to render`);
		this.waitMs = waitMs;
	}
}

/** What comes of a reconcile that met a PausedError: it is done again when the pause is over. */
export function afterPause(error: unknown): ReconcileResult {
	if (error instanceof PausedError) return {requeueAfterMs: error.waitMs};
	throw error;
}
