import type {Measure} from '../../load/measure.ts';
import type {Options} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {cutTo} from '../../print/width.ts';

/** Not more often than a person can read. */
const leastMs = 200;

interface LiveLine {
	/** Something has come. */
	readonly tell: (measure: Measure) => void;
	/** Takes away what was shown. */
	readonly end: () => void;
}

/** How a test fares meanwhile, in one line of a terminal; nowhere else. */
export function showLive({
	streams,
	isInteractive,
	isDumb,
}: Pick<Options, 'streams' | 'isInteractive' | 'isDumb'>): LiveLine {
	if (!isInteractive || isDumb) return {tell: () => undefined, end: () => undefined};
	const clear = '\r\u001B[K';
	const start = performance.now();
	let last = start;
	return {
		tell(measure) {
			const now = performance.now();
			if (now - last < leastMs) return;
			last = now;
			const {columns = 80} = streams.stderr as {readonly columns?: number};
			streams.stderr.write(`${clear}${cutTo(escapeLine(liveWords(measure, (now - start) / 1000)), columns - 1)}`);
		},
		end: () => void (last > start && streams.stderr.write(clear)),
	};
}

function liveWords(measure: Measure, seconds: number): string {
	const {requests, failed, dropped} = measure.counts;
	const versions = measure.versions.map(({version, requests: count, p95Ms}) => {
		const percent = ((100 * count) / Math.max(requests, 1)).toFixed(1);
		return `${version ?? '<none>'} ${percent}% p95 ${p95Ms.toFixed(1)}ms`;
	});
	const tokens = measure.tokens === 0 ? [] : [`${(measure.tokens / seconds).toFixed(1)} tokens/s`];
	const counts = [`${requests} requests`, `${failed} failed`, `${dropped} dropped`];
	return [`${seconds.toFixed(0)}s`, ...counts, ...tokens, ...versions].join('  ');
}
