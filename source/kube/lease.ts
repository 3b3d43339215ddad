import type {Cluster} from '../objects/cluster.ts';
import {pauseInOutage} from './comeback.ts';
import {isOutage} from './connection-error.ts';
import {createElection, type Election, type OtherHolder} from './election.ts';
import {LeaseHold} from './lease-hold.ts';
import {wait as realWait, type Wait} from './wait.ts';

export interface LeaseOptions {
	readonly cluster: Cluster;
	readonly namespace: string;
	readonly name: string;
	/** Unique to this process, e.g. `HOST_UUID`. */
	readonly identity: string;
	/** What the lease is to say of its holder besides, with each write. */
	readonly annotations?: Readonly<Record<string, string>>;
	/** Stops: `lead` is told to end, and when it has ended the lease is released. */
	readonly signal: AbortSignal;
	/**
	 * The leader's work. Its signal aborts when the lease is lost or the process stops: it must then write nothing more and
	 * settle soon. When it ends by itself the lease is released and `runLease` ends as it did.
	 */
	readonly lead: (signal: AbortSignal) => Promise<void>;
	/** Told who holds the lease, whenever that changes; empty when nobody does. */
	readonly onHolder?: (holder: string) => void;
	/** Told of a holder that has left out three renewals, once: it may be dead, and then nobody leads until the lease is free. */
	readonly onSilence?: (holder: OtherHolder) => void;
	/** Told of requests that failed; they are tried again. */
	readonly onError: (error: Error) => void;
	/** How long others must leave the lease alone after a renewal. @default 15 s */
	readonly durationMs?: number;
	/** Leadership ends when no renewal has succeeded for this long; less than the duration. @default 10 s */
	readonly renewDeadlineMs?: number;
	/** Between attempts to take or renew. @default 2 s */
	readonly retryMs?: number;
	/** Told of each renewal, so that what leads can ask right before it writes. */
	readonly hold?: LeaseHold;
	readonly wait?: Wait;
	/** Wall clock: for what is written into the lease, and to see that the machine slept. */
	readonly now?: () => Date;
	/** Milliseconds of a clock that never jumps. */
	readonly monotonic?: () => number;
}

/**
 * Leader election over a Lease (coordination.k8s.io/v1) by client-go's rules, so that any client can take part: a lease is
 * free when nobody holds it, or when it has not changed for its duration by our own clock since we first saw it so. The duration
 * that another holder has written is believed within bounds (`believedDurationMs`), its times never are. Resolves when stopped;
 * never leads twice at the same time. Needs get, create and update on leases.
 */
export async function runLease(options: LeaseOptions): Promise<void> {
	await new LeaseRun(options).untilStopped();
}

class LeaseRun {
	readonly #options: LeaseOptions;
	readonly #renewDeadlineMs: number;
	readonly #retryMs: number;
	/** As client-go: where one connection is dead there is time for another. */
	readonly #attemptMs: number;
	readonly #wait: Wait;
	readonly #hold: LeaseHold;
	readonly #election: Election;
	/** Why the last attempt failed; undefined when it did not. */
	#failure: unknown;
	#isSilenceTold = false;

	constructor(options: LeaseOptions) {
		const {renewDeadlineMs = 10_000, retryMs = 2000, wait = realWait, monotonic = () => performance.now()} = options;
		const {hold = new LeaseHold({monotonic, ...(options.now && {now: options.now})})} = options;
		this.#options = options;
		this.#renewDeadlineMs = renewDeadlineMs;
		this.#retryMs = retryMs;
		this.#attemptMs = renewDeadlineMs / 2;
		this.#wait = wait;
		this.#hold = hold;
		this.#election = createElection(options, monotonic);
	}

	async untilStopped(): Promise<void> {
		const {cluster, signal} = this.#options;
		while (!signal.aborted) {
			const startedAt = this.#hold.moment();
			if (await this.#succeeds(this.#election.takeOrRenew, this.#attemptMs)) {
				this.#hold.renew(startedAt, this.#renewDeadlineMs);
				const isLost = await this.#lead();
				if (!isLost) return;
			} else if (this.#failure === undefined) this.#tellSilence(this.#election.otherHolder());

			if (isOutage(this.#failure)) await pauseInOutage(cluster, 3, signal, this.#wait);
			else await this.#wait(this.#retryMs, signal);
		}
	}

	#tellSilence(other: OtherHolder | undefined): void {
		const isSilent = other !== undefined && other.silentMs >= 3 * this.#retryMs;
		if (isSilent && !this.#isSilenceTold) this.#options.onSilence?.(other);
		this.#isSilenceTold = isSilent;
	}

	/** Leads until the work ends; whether that was because the lease was lost. */
	async #lead(): Promise<boolean> {
		const {lead, signal} = this.#options;
		const losing = new AbortController();
		const settled = new AbortController();
		const renewal = this.#renewUntil(settled.signal, losing);
		try {
			await lead(AbortSignal.any([signal, losing.signal]));
		} finally {
			settled.abort();
			await renewal;
			this.#hold.end();
			if (!losing.signal.aborted) await this.#succeeds(this.#election.release, this.#renewDeadlineMs);
		}

		return losing.signal.aborted;
	}

	/** Renews even while the work winds down: until it has settled, nobody else may begin. */
	async #renewUntil(settled: AbortSignal, losing: AbortController): Promise<void> {
		const {namespace, name} = this.#options;
		const hold = this.#hold;
		for (;;) {
			await this.#wait(this.#retryMs, settled);
			if (settled.aborted) return;
			const startedAt = hold.moment();
			const ms = Math.min(hold.leftMs(), this.#attemptMs);
			const isRenewed = ms > 0 && (await this.#succeeds(this.#election.takeOrRenew, ms, settled));
			if (isRenewed) hold.renew(startedAt, this.#renewDeadlineMs);
			if (settled.aborted) return;
			if (this.#election.isHeldByAnother() || hold.leftMs() === 0) {
				hold.end();
				losing.abort(new Error(`lost the lease ${namespace}/${name}`));
				return;
			}
		}
	}

	/** Whether a step succeeds in time; a failure is told, and no more. */
	async #succeeds(
		step: (signal: AbortSignal) => Promise<boolean>,
		ms: number,
		...stops: AbortSignal[]
	): Promise<boolean> {
		this.#failure = undefined;
		const late = new AbortController();
		const done = new AbortController();
		void this.#wait(ms, done.signal).then(() =>
			late.abort(new DOMException(`the lease was not renewed within ${ms / 1000} s`, 'TimeoutError')),
		);
		try {
			return await step(AbortSignal.any([late.signal, ...stops]));
		} catch (error) {
			this.#failure = error;
			if (!stops.some(stop => stop.aborted)) this.#options.onError(error as Error);
			return false;
		} finally {
			done.abort();
		}
	}
}
