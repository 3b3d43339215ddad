/** What was measured of a version; undefined where it is unknown. */
export interface VersionNumbers {
	readonly requestsPerSecond: number | undefined;
	/** Between 0 and 1. */
	readonly errorShare: number | undefined;
	readonly p50Ms: number | undefined;
	readonly p95Ms: number | undefined;
	/** The p95 of the last five minutes, oldest first; empty when unknown. */
	readonly p95History: readonly number[];
}

/** By the name of the version. */
export type AppNumbers = ReadonlyMap<string, VersionNumbers>;
