import type {Chance} from '../../../helpers/chance.ts';

/**
 * A version's errors, interval by interval: how many of so many requests fail.
 *
 * @param rate for each request
 * @param burst the mean of errors that one cause makes; their sizes are geometric
 * @param cut the part of the bursts that go on into the next interval
 */
export function errorSource(rate: number, burst: number, cut = 0): (requests: number, chance: Chance) => number {
	let left = 0;
	return (requests, chance) => {
		const causes = chance.binomial(requests, rate / burst);
		if (burst === 1) return causes;
		let errors = left;
		left = 0;
		for (let n = 0; n < causes; n++) {
			const size = chance.geometric(burst);
			const later = chance.next() < cut ? Math.floor(size * chance.next()) : 0;
			errors += size - later;
			left += later;
		}

		return Math.min(errors, requests);
	};
}
