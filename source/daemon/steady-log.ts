import type {Log} from './log.ts';

/** While the same thing fails on and on, one line in so many milliseconds tells of it. */
const repeatMs = 60_000;

/** So many different failures of one thing are told apart; of more, the one that was told longest ago is forgotten. */
const mostDifferent = 8;

interface Told {
	readonly at: number;
	/** How often it failed since, without a word. */
	unsaid: number;
}

/**
 * A log of what is tried again each second, as watches are while the server is away: a failure is told when it is new, and once a
 * minute as long as it lasts, with how often it happened meanwhile (`times`), also where several alternate.
 */
export class SteadyLog {
	readonly #log: Log;
	readonly #monotonic: () => number;
	/** By what failed, then by the error's message, the one that was told last at the end. */
	readonly #told = new Map<string, Map<string, Told>>();

	constructor(log: Log, monotonic: () => number = () => performance.now()) {
		this.#log = log;
		this.#monotonic = monotonic;
	}

	/** Something failed; `what` it is that is tried again and again. */
	failed(message: string, what: string, {message: error}: Error): void {
		const key = `${message}\0${what}`;
		const told = this.#told.get(key) ?? new Map<string, Told>();
		this.#told.set(key, told);
		const before = told.get(error);
		const at = this.#monotonic();
		if (before !== undefined && at - before.at < repeatMs) {
			before.unsaid++;
			return;
		}

		const tell = (failure: string, times: number) =>
			this.#log.warn(message, {what, error: failure, ...(times > 1 && {times})});
		told.delete(error);
		const [oldest] = told;
		if (oldest !== undefined && told.size >= mostDifferent) {
			const [former, {unsaid}] = oldest;
			told.delete(former);
			if (unsaid > 0) tell(former, unsaid);
		}

		told.set(error, {at, unsaid: 0});
		tell(error, (before?.unsaid ?? 0) + 1);
	}
}
