import type {ReconcileResult} from '../reconcile/reconcile-result.ts';
import {bounds} from '../routemap/bounds.ts';

/** A step takes less, but for the first ones of a process. */
const stepMs = 0.0005;

/** Steps that somebody may take at once, and gets back each millisecond. Steps are those of a `Budget`, the same on each machine. */
interface Allowance {
	readonly most: number;
	readonly refill: number;
}

/** 2 % of a core, and fifty changes of a usual routemap at once. */
const ofRoutemap: Allowance = {most: 4 * bounds.steps, refill: 0.02 / stepMs};
/** 5 % of a core, and fifty of the dearest routemaps at once: what those of a namespace that cost much share. */
const ofNamespace: Allowance = {most: 50 * bounds.steps, refill: 0.05 / stepMs};
/** What a routemap of five versions with the longest of our own routes takes to read, or to render; more is much. */
const usual = 6000;
/** The pause after a routemap went over its bounds, in milliseconds; doubled each time. */
const firstPauseMs = 1000;
const longestPauseMs = 300_000;
/** Accounts that are kept before those that say nothing any more are dropped. */
const mostAccounts = 10_000;

interface Account {
	readonly saved: number;
	/** When that was so, or, after a routemap went over its bounds, will be. */
	readonly at: number;
	readonly overruns: number;
	readonly lastOverrun: number;
}

/**
 * Keeps routemaps that cost much, or go over their bounds, from taking the time of the others, however often they are rewritten,
 * deleted and created: each has an allowance, those that cost much share a second one with all such of their namespace, and one
 * that goes over its bounds pauses longer each time. Keys are `NAMESPACE/NAME`.
 */
export class RoutemapBackoff {
	readonly #monotonic: () => number;
	readonly #accounts = new Map<string, Account>();
	readonly #namespaces = new Map<string, Pick<Account, 'saved' | 'at'>>();
	/** Those whose last cost was usual. */
	readonly #usual = new Set<string>();

	/** @param monotonic Milliseconds from any start. */
	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	/** Milliseconds until a routemap may be read or rendered; 0 when it may be now. */
	waitMs(key: string): number {
		const now = this.#monotonic();
		const account = this.#accounts.get(key);
		const own = Math.max((account?.at ?? now) - now, -savedBy(account, ofRoutemap, now) / ofRoutemap.refill);
		if (this.#usual.has(key)) return Math.max(0, Math.ceil(own));
		const shared = -savedBy(this.#namespaces.get(namespaceOf(key)), ofNamespace, now) / ofNamespace.refill;
		return Math.max(0, Math.ceil(own), Math.ceil(shared));
	}

	/** Notes what reading or rendering a routemap took, and whether it went over its bounds. */
	spent(key: string, steps: number, isOver: boolean): void {
		const now = this.#monotonic();
		const before = this.#accounts.get(key);
		const isForgiven = before === undefined || before.lastOverrun + 2 * longestPauseMs < now;
		const overruns = (isForgiven ? 0 : before.overruns) + (isOver ? 1 : 0);
		const pauseMs = isOver ? Math.min(longestPauseMs, firstPauseMs * 2 ** (overruns - 1)) : 0;
		this.#drop(now);
		this.#accounts.set(key, {
			saved: savedBy(before, ofRoutemap, now) - steps,
			at: now + pauseMs,
			overruns,
			lastOverrun: isOver ? now : (before?.lastOverrun ?? Number.NEGATIVE_INFINITY),
		});
		if (steps <= usual && overruns === 0) {
			this.#usual.add(key);
			return;
		}

		this.#usual.delete(key);
		const namespace = namespaceOf(key);
		const saved = savedBy(this.#namespaces.get(namespace), ofNamespace, now) - steps;
		this.#namespaces.set(namespace, {saved, at: now});
	}

	/** A routemap is gone; its account stays, as it may come again. */
	forget(key: string): void {
		this.#usual.delete(key);
	}

	#drop(now: number): void {
		if (this.#accounts.size < mostAccounts) return;
		for (const [key, account] of this.#accounts) {
			const isFull = savedBy(account, ofRoutemap, now) >= ofRoutemap.most;
			if (isFull && account.lastOverrun + 2 * longestPauseMs < now) this.#accounts.delete(key);
		}
	}
}

/** What is left of an allowance. */
function savedBy(account: Pick<Account, 'saved' | 'at'> | undefined, {most, refill}: Allowance, now: number): number {
	return account ? Math.min(most, account.saved + Math.max(0, now - account.at) * refill) : most;
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
