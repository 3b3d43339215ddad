/** How many times as many random cases as in `npm test`; `npm run long` sets it. */
const factor = Number(process.env['ITER8_LONG_FACTOR'] ?? 1);

/** On how many random cases a property is tried: so many in `npm test`, many times that in `npm run long`, but at most so many. */
export function randomCases(usual: number, most = Number.POSITIVE_INFINITY): number {
	return Math.min(usual * factor, most);
}
