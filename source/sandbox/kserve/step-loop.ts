import {setTimeout as delay} from 'node:timers/promises';

/** What is done when something may have changed. */
interface Looper {
	/** Looks at the present state and does what it asks for; told again when something changed meanwhile. */
	step(): Promise<void>;
	/** Told of a trouble once, however often it is tried again. */
	complain(trouble: string): void;
}

const pause = 200;

/** Performs steps one at a time, one more for all that woke it meanwhile, and a failed one again after a pause. */
export class StepLoop {
	readonly #looper: Looper;
	readonly #timers = new AbortController();
	#isStepping = false;
	#isDue = false;
	#trouble = '';

	constructor(looper: Looper) {
		this.#looper = looper;
	}

	wake(): void {
		this.#isDue = true;
		if (this.#isStepping || this.#hasEnded) return;
		void this.#steps();
	}

	/** Does something later, unless it has ended by then. */
	after(milliseconds: number, act: () => void): void {
		const wait = delay(milliseconds + 1, undefined, {ref: false, signal: this.#timers.signal});
		wait.then(act, () => undefined);
	}

	/** Begins no further step. */
	end(): void {
		this.#timers.abort();
	}

	get #hasEnded(): boolean {
		return this.#timers.signal.aborted;
	}

	async #steps(): Promise<void> {
		this.#isStepping = true;
		while (this.#isDue && !this.#hasEnded) {
			this.#isDue = false;
			try {
				await this.#looper.step();
			} catch (error) {
				if (this.#hasEnded) break;
				this.#complain(String(error));
				this.after(pause, () => this.wake());
			}
		}

		this.#isStepping = false;
	}

	#complain(trouble: string): void {
		if (trouble !== this.#trouble) this.#looper.complain(trouble);
		this.#trouble = trouble;
	}
}
