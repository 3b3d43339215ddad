import type {Log} from './log.ts';

/** While the same thing fails on and on, one line in so many milliseconds tells of it. */
const repeatMs = 60_000;

interface Told {
	readonly error: string;
	readonly at: number;
	/** How often it failed since, without a word. */
	unsaid: number;
}

/**
 * A log of what is tried again each second, as watches are while the server is away: a failure is told when it is new or another
 * one, and once a minute as long as it lasts, with how often it happened meanwhile (`times`).
 */
export class SteadyLog {
	readonly #log: Log;
	readonly #monotonic: () => number;
	readonly #told = new Map<string, Told>();

	constructor(log: Log, monotonic: () => number = () => performance.now()) {
		this.#log = log;
		this.#monotonic = monotonic;
	}

	/** Something failed; `what` it is that is tried again and again. */
	failed(message: string, what: string, {message: error}: Error): void {
		const key = `${message}\0${what}`;
		const before = this.#told.get(key);
		const at = this.#monotonic();
		if (before?.error === error && at - before.at < repeatMs) {
			before.unsaid++;
			return;
		}

		const times = (before?.error === error ? before.unsaid : 0) + 1;
		this.#told.set(key, {error, at, unsaid: 0});
		this.#log.warn(message, {what, error, ...(times > 1 && {times})});
	}
}
