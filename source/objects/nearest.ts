/** The candidate that a mistyped word most likely stands for: the first it begins, else the nearest; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
	if (word.length < 2) return undefined;
	let best = candidates.find(candidate => candidate.startsWith(word));
	if (best !== undefined) return best;
	let least = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - word.length) >= least) continue; // as many letters differ at least
		const distance = editDistance(word, candidate);
		if (distance >= least) continue;
		best = candidate;
		least = distance;
	}

	return best;
}

/** Number of letters to insert, delete, replace or swap with a neighbour (optimal string alignment). */
function editDistance(from: string, to: string): number {
	let beforeLast: readonly number[] = [];
	let last: readonly number[] = Array.from({length: to.length + 1}, (_, index) => index);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const isSame = from[row - 1] === to[column - 1];
			const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			current[column] = Math.min(
				(last[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(last[column - 1] ?? 0) + (isSame ? 0 : 1),
				isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
			);
		}

		beforeLast = last;
		last = current;
	}

	return last[to.length] ?? 0;
}
