import type {Clock} from '../../source/load/clock.ts';

/** A clock whose time goes on by hand. What is under way at a moment is done before the next. */
export class FakeClock implements Clock {
	#now = 0;
	#alarm: {readonly moment: number; readonly wake: () => void} | undefined;
	#sleepers: {readonly moment: number; readonly wake: () => void}[] = [];
	isClosed = false;

	now(): number {
		return this.#now;
	}

	wakeAt(moment: number, wake: () => void): void {
		this.#alarm = {moment, wake};
	}

	close(): void {
		this.isClosed = true;
	}

	/** Resolves when so much time has gone by. */
	sleep(milliseconds: number): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#sleepers.push({moment: this.#now + milliseconds, wake: resolve});
		return promise;
	}

	/** Time goes by while nobody is woken, as when the process does not run. */
	freeze(milliseconds: number): void {
		this.#now += milliseconds;
	}

	/** Goes on to a moment, stopping where someone is to be woken. */
	async goTo(end: number): Promise<void> {
		await settled();
		for (let next = this.#next(end); next; next = this.#next(end)) {
			this.#now = Math.max(next.moment, this.#now);
			if (next === this.#alarm) this.#alarm = undefined;
			this.#sleepers = this.#sleepers.filter(each => each !== next);
			next.wake();
			await settled();
		}

		this.#now = end;
	}

	#next(end: number): {readonly moment: number; readonly wake: () => void} | undefined {
		const all = this.#alarm ? [...this.#sleepers, this.#alarm] : this.#sleepers;
		return all.filter(({moment}) => moment <= end).toSorted((one, other) => one.moment - other.moment)[0];
	}
}

/** All promises that can go on have done so. */
async function settled(): Promise<void> {
	await new Promise(resolve => setImmediate(resolve));
}
