/** Text of axes: what ECharts would take from a theme of its own. */
export const axisLabel = {color: 'var(--muted)', fontSize: 13} as const;

/** An axis of numbers without ornament: its name below or beside it, thin lines across. */
export const plainAxis = {
	type: 'value',
	nameLocation: 'middle',
	nameTextStyle: axisLabel,
	axisLine: {show: false},
	axisTick: {show: false},
	splitLine: {lineStyle: {color: 'var(--rule)'}},
} as const;

/** Where the numbers of an axis from `low` to `high` stand: 1, 2 or 5 times a power of ten apart, some five of them. */
export function ticksBetween(low: number, high: number): readonly number[] {
	const rough = (high - low) / 5;
	if (!(rough > 0) || !Number.isFinite(rough)) return [low];
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * ([1, 2, 5].find(factor => factor * power >= rough) ?? 10);
	const first = Math.ceil(low / step - 1e-9);
	const count = Math.floor(high / step + 1e-9) - first + 1;
	return Array.from({length: count}, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The same on an axis of logarithms: powers of ten, with 2 and 5 times as much where it shows few of them; on a short one as above. */
export function logTicksBetween(low: number, high: number): readonly number[] {
	const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
	if (last - first > 12) return [low, high];
	const factors = Math.log10(high / low) > 2.5 ? [1] : [1, 2, 5];
	const ticks = Array.from({length: last - first + 1}, (_, index) => 10 ** (first + index))
		.flatMap(power => factors.map(factor => Number((factor * power).toPrecision(12))))
		.filter(value => value >= low && value <= high);
	return ticks.length < 3 ? ticksBetween(low, high) : ticks;
}
