/** A write that was not sent, since the lease may be somebody else's by now. */
export class LostLease extends Error {
	constructor() {
		super('not sent: the lease was not renewed in time, so another daemon may lead by now');
		this.name = 'LostLease';
	}
}

interface Clocks {
	/** Milliseconds of a clock that never jumps, but may stand still while the machine sleeps. @default performance.now */
	readonly monotonic?: () => number;
	/** The wall clock, which runs on meanwhile. */
	readonly now?: () => Date;
}

/**
 * For how long after its last renewal a lease may be relied on. Asked right before each write, it also holds after a pause of the
 * process (SIGSTOP) or of the machine, when no timer could fire. A wall clock that jumps ahead ends it too: better to stop for a
 * moment than to be one of two who write.
 */
export class LeaseHold {
	readonly #clocks: Required<Clocks>;
	#renewed: Moment | undefined;
	#validMs = 0;
	#term = new AbortController();

	constructor({monotonic = () => performance.now(), now = () => new Date()}: Clocks = {}) {
		this.#clocks = {monotonic, now};
	}

	/** The present moment, to be taken before a renewal is sent. */
	moment(): Moment {
		return {monotonic: this.#clocks.monotonic(), wall: this.#clocks.now().getTime()};
	}

	/** Aborts, with LostLease, when the present term ends. */
	get signal(): AbortSignal {
		return this.#term.signal;
	}

	/** The lease was taken or renewed by a request sent at a moment. */
	renew(at: Moment, validMs: number): void {
		if (this.#term.signal.aborted) this.#term = new AbortController();
		this.#renewed = at;
		this.#validMs = validMs;
	}

	/** The lease is not ours any more. */
	end(): void {
		this.#renewed = undefined;
		this.#term.abort(new LostLease());
	}

	/** Milliseconds for which the lease may still be relied on; 0 when it may not. */
	leftMs(): number {
		if (this.#renewed === undefined) return 0;
		const {monotonic, wall} = this.moment();
		const passed = Math.max(monotonic - this.#renewed.monotonic, wall - this.#renewed.wall);
		return Math.max(0, this.#validMs - passed);
	}

	/** Throws LostLease unless the lease may be relied on. */
	check(): void {
		if (this.leftMs() === 0) throw new LostLease();
	}
}

interface Moment {
	readonly monotonic: number;
	readonly wall: number;
}
