import type {Cluster} from '../objects/cluster.ts';
import {pauseInOutage} from './comeback.ts';
import {isOutage} from './connection-error.ts';
import {createElection, type OtherHolder} from './election.ts';
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
	const {signal, lead, onError} = options;
	const {renewDeadlineMs = 10_000, retryMs = 2000, wait = realWait, monotonic = () => performance.now()} = options;
	const {hold = new LeaseHold({monotonic, ...(options.now && {now: options.now})})} = options;
	const election = createElection(options, monotonic);
	/** As client-go: where one connection is dead there is time for another. */
	const attemptMs = renewDeadlineMs / 2;
	/** Why the last attempt failed; undefined when it did not. */
	let failure: unknown;
	let isSilenceTold = false;

	while (!signal.aborted) {
		const startedAt = hold.moment();
		if (await succeeds(election.takeOrRenew, attemptMs)) {
			hold.renew(startedAt, renewDeadlineMs);
			const isLost = await leadOn();
			if (!isLost) return;
		} else if (failure === undefined) tellSilence(election.otherHolder());

		if (isOutage(failure)) await pauseInOutage(options.cluster, 3, signal, wait);
		else await wait(retryMs, signal);
	}

	function tellSilence(other: OtherHolder | undefined): void {
		const isSilent = other !== undefined && other.silentMs >= 3 * retryMs;
		if (isSilent && !isSilenceTold) options.onSilence?.(other);
		isSilenceTold = isSilent;
	}

	/** Leads until the work ends; whether that was because the lease was lost. */
	async function leadOn(): Promise<boolean> {
		const losing = new AbortController();
		const settled = new AbortController();
		const renewal = renewUntil(settled.signal, losing);
		try {
			await lead(AbortSignal.any([signal, losing.signal]));
		} finally {
			settled.abort();
			await renewal;
			hold.end();
			if (!losing.signal.aborted) await succeeds(election.release, renewDeadlineMs);
		}

		return losing.signal.aborted;
	}

	/** Renews even while the work winds down: until it has settled, nobody else may begin. */
	async function renewUntil(settled: AbortSignal, losing: AbortController): Promise<void> {
		for (;;) {
			await wait(retryMs, settled);
			if (settled.aborted) return;
			const startedAt = hold.moment();
			const ms = Math.min(hold.leftMs(), attemptMs);
			if (ms > 0 && (await succeeds(election.takeOrRenew, ms, settled))) hold.renew(startedAt, renewDeadlineMs);
			if (settled.aborted) return;
			if (election.isHeldByAnother() || hold.leftMs() === 0) {
				hold.end();
				losing.abort(new Error(`lost the lease ${options.namespace}/${options.name}`));
				return;
			}
		}
	}

	/** Whether a step succeeds in time; a failure is told, and no more. */
	async function succeeds(
		step: (signal: AbortSignal) => Promise<boolean>,
		ms: number,
		...stops: AbortSignal[]
	): Promise<boolean> {
		failure = undefined;
		const late = new AbortController();
		const done = new AbortController();
		void wait(ms, done.signal).then(() =>
			late.abort(new DOMException(`the lease was not renewed within ${ms / 1000} s`, 'TimeoutError')),
		);
		try {
			return await step(AbortSignal.any([late.signal, ...stops]));
		} catch (error) {
			failure = error;
			if (!stops.some(stop => stop.aborted)) onError(error as Error);
			return false;
		} finally {
			done.abort();
		}
	}
}
