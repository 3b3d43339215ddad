import type {Chance} from '../../../helpers/chance.ts';

/** Something that simulation shows: a share or a ratio, and what it may be at most. */
export interface Claim {
	readonly name: string;
	readonly measure: (runs: number, chance: Chance) => number;
	readonly atMost: (runs: number) => number;
}

export const alpha = 0.05;

/** How often one looks in a run. */
export const looks = 1000;

/** α and three standard errors of a share of so many runs. */
export function allowed(alpha: number, runs: number): number {
	return alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / runs);
}

/** The part of so many runs in which something happens. */
export function shareOf(runs: number, chance: Chance, happens: (chance: Chance) => boolean): number {
	let count = 0;
	for (let run = 0; run < runs; run++) {
		if (happens(chance)) count++;
	}

	return count / runs;
}

export function median(values: readonly number[]): number {
	return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
