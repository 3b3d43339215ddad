import type {Options} from '../../options/options.ts';

/** Not more often than a person can read. */
const leastMs = 200;

interface Progress {
	readonly tell: (pairs: number, of: number) => void;
	/** Takes away what was shown. */
	readonly end: () => void;
}

/** How far it is, in one line of a terminal; nowhere else. */
export function showProgress({
	streams,
	isInteractive,
	isDumb,
}: Pick<Options, 'streams' | 'isInteractive' | 'isDumb'>): Progress {
	if (!isInteractive || isDumb) return {tell: () => undefined, end: () => undefined};
	const clear = '\r\u001B[K';
	let last = 0;
	return {
		tell(pairs, of) {
			const now = performance.now();
			if (now - last < leastMs) return;
			last = now;
			streams.stderr.write(`${clear}${pairs} of ${of} requests to each version`);
		},
		end: () => void (last > 0 && streams.stderr.write(clear)),
	};
}
