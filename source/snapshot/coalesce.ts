/**
 * A function that calls `run` soon after it was called, and at most once in an interval however often it is called: after a quiet
 * time in the next turn of the event loop, else at the end of the interval.
 */
export function coalesce(run: () => void, intervalMs: number, signal: AbortSignal): () => void {
	let lastRun = Number.NEGATIVE_INFINITY;
	let timer: NodeJS.Timeout | undefined;
	signal.addEventListener('abort', () => clearTimeout(timer), {once: true});
	return () => {
		if (timer !== undefined || signal.aborted) return;
		timer = setTimeout(
			() => {
				timer = undefined;
				lastRun = performance.now();
				run();
			},
			Math.max(0, lastRun + intervalMs - performance.now()),
		);
	};
}
