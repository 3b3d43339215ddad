import {expect, test} from 'vitest';
import {nothingMeasured, type Moment} from '../../../source/metrics/numbers.ts';
import {textOf} from '../../../source/tui/lines/line.ts';
import {rateChartLines} from '../../../source/tui/lines/rate-chart.ts';
import {appInfo, versionInfo} from '../apps.ts';

const app = appInfo('wisdom', {
	versions: [versionInfo(), versionInfo({name: 'wisdom-1', title: 'wisdom-1', role: 'candidate'})],
});
const end = Date.parse('2026-01-01T12:00:00Z');

/** A look every five seconds, the last one now. */
function historyOf(rates: readonly (number | undefined)[], errorsAt: readonly number[] = []): readonly Moment[] {
	return rates.map((requestsPerSecond, index) => ({
		at: end - (rates.length - 1 - index) * 5000,
		requestsPerSecond,
		errorShare: errorsAt.includes(index) ? 0.1 : 0,
		p95Ms: 10,
	}));
}

function chart(histories: Readonly<Record<string, readonly Moment[]>>, width = 60): string {
	const numbers = new Map(Object.entries(histories).map(([name, history]) => [name, {...nothingMeasured, history}]));
	return rateChartLines(app, numbers, {width, rows: 2})
		.map(line => textOf(line).trimEnd())
		.join('\n');
}

test('each version has a chart of its own scale, with a cross where requests failed', () => {
	const rising = Array.from({length: 120}, (_, index) => index);
	const few = Array.from({length: 60}, () => 0.5);
	expect(chart({'wisdom-0': historyOf(rising), 'wisdom-1': historyOf(few, [30, 31])})).toBe(`\
 REQUESTS/S
 wisdom-0  │                        ▁▁▁▂▂▂▃▃▃▄▄▄▅▅▅▆▆▇▇▇██
 max 119/s │▁▁▁▁▂▂▂▃▃▃▄▄▄▅▅▅▆▆▆▇▇█████████████████████████
 wisdom-1  │                       ███████████████████████
 max 0.5/s │                       ███████████××██████████
           └10 min ago                                 now`);
});

test('where nobody looked there is a gap, and a version that nobody asks has a line of nothing', () => {
	const broken = Array.from({length: 120}, (_, index) => (index > 40 && index < 80 ? undefined : 10));
	const text = chart({'wisdom-0': historyOf(broken), 'wisdom-1': historyOf(Array.from({length: 120}, () => 0))});
	expect(text).toBe(`\
 REQUESTS/S
 wisdom-0  │████████████████               ███████████████
 max 10/s  │████████████████               ███████████████
 wisdom-1  │
 max 0/s   │
           └10 min ago                                 now`);
});

test('without a past there is no chart', () => {
	expect(chart({})).toBe('');
	expect(chart({'wisdom-0': historyOf([5])})).toBe('');
});
