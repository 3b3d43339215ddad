import type {Chance} from '../../../helpers/chance.ts';

/** How many of an interval's requests fail at this rate, in bursts of this mean, whose sizes are geometric. */
export function errorsOf(requests: number, rate: number, burst: number, chance: Chance): number {
	const causes = chance.binomial(requests, rate / burst);
	if (burst === 1) return causes;
	let errors = 0;
	for (let n = 0; n < causes; n++) errors += chance.geometric(burst);
	return Math.min(errors, requests);
}
