/** What handling a key came to. */
export interface ReconcileResult {
	/** Handle the key again after this many milliseconds, whether or not anything changes. */
	readonly requeueAfterMs?: number;
}
