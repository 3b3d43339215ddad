const millisecondsOf: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
};

/** The longest time that a timer of Node can wait: 24 days. */
export const longestTimer = 2 ** 31 - 1;

/**
 * Milliseconds of a duration as kubectl writes it: Go's notation (`1m30s`, `1.5h`, `300ms`, `0`) or, as kubectl's
 * `--request-timeout` has it, whole seconds without a unit (client-go, `clientcmd.ParseTimeout`). Never negative. Times
 * beyond 24 days are cut to that, because Node's timers end longer ones at once. Undefined for anything else.
 */
export function parseDuration(text: string): number | undefined {
	if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestTimer);
	if (!/^\+?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
	let milliseconds = 0;
	for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-zµ]+)/g)) {
		milliseconds += Number(amount) * (millisecondsOf[unit ?? ''] ?? 0);
	}

	return Math.min(milliseconds, longestTimer);
}
