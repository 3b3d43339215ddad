/** Time as a load follows it. */
export interface Clock {
	/** Milliseconds from any moment, with fractions. */
	now(): number;
	/** Calls back soon after a moment of `now`, and not before; one call at a time, a later one replaces it. */
	wakeAt(moment: number, wake: () => void): void;
	/** Ends it; what was to be woken is not. */
	close(): void;
}
