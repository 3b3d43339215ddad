/** `9.5ms`, `41ms`. */
export function latency(milliseconds: number): string {
	return `${milliseconds.toFixed(milliseconds < 9.95 ? 1 : 0)}ms`;
}
