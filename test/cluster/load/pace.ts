/** Requests that tell the pace, after as many that only warm the way to the model. */
export const pacing = 40;

const slowest = 20;

/**
 * Requests a second that leave this machine a quarter of one core and all of its others for what a rollout does besides:
 * a load that takes all would show what an overloaded machine loses, not what a rollout costs.
 * @param latencies Milliseconds of requests sent one after another, so each includes what all the parts on its way need.
 * @param atMost Requests a second.
 */
export function paceOf(latencies: readonly number[], atMost: number): number {
	const mean = latencies.reduce((sum, latency) => sum + latency, 0) / latencies.length;
	return Math.min(atMost, Math.max(slowest, Math.floor(750 / mean)));
}
