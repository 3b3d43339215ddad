/** So many units are under way at a time; each that ends makes room for the next. The slower the answers, the fewer are asked. */
export interface ClosedLoop {
	readonly kind: 'closed';
	readonly concurrency: number;
}

/**
 * Units fall due at their own times, however slow the answers are, as the requests of many independent clients do. Over
 * `mostInFlight` at a time one that is due is dropped.
 */
export interface OpenLoop {
	readonly kind: 'open';
	/** Units a second, on average. */
	readonly rate: number;
	/** `constant`: evenly spaced. `poisson`: each independent of the others, so that some come close together. */
	readonly arrival: Arrival;
	readonly mostInFlight: number;
	/** From which the poisson arrivals are drawn: the same seed, the same times. */
	readonly seed: number;
}

export type Arrival = 'constant' | 'poisson';

export type Pace = ClosedLoop | OpenLoop;

/** When a run ends: after so many units, or so many milliseconds after its start. */
export type Bound = {readonly requests: number} | {readonly durationMs: number};

/** The times at which units fall due, in milliseconds from the first of all moments; without end. */
export function* dueTimes({
	rate,
	arrival,
	seed,
}: Pick<OpenLoop, 'rate' | 'arrival' | 'seed'>): Generator<number, never> {
	const apartMs = 1000 / rate;
	if (arrival === 'constant') {
		// A product, as a sum would drift.
		for (let index = 0; ; index++) yield index * apartMs;
	}

	const random = randomNumbers(seed);
	for (let due = 0; ;) {
		due -= Math.log1p(-random()) * apartMs;
		yield due;
	}
}

/**
 * Numbers in [0, 1) that look random, the same ones for the same seed: the state goes on by a Weyl sequence, a finalizer mixes
 * its bits (G. Steele et al., Fast splittable pseudorandom number generators, OOPSLA 2014, in 32 bits).
 */
export function randomNumbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x9e3779b9) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
		return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
	};
}
