/** What was measured of a version; undefined where it is unknown. */
export interface VersionNumbers {
	readonly requestsPerSecond: number | undefined;
	/** Between 0 and 1; undefined also where nobody asked. */
	readonly errorShare: number | undefined;
	readonly p50Ms: number | undefined;
	readonly p95Ms: number | undefined;
	/** The last ten minutes as far as they were followed, oldest first. */
	readonly history: readonly Moment[];
	/** What was counted in all; undefined where only rates are known. */
	readonly counts?: Counts | undefined;
	/** The test that errors and latencies are of; undefined when they are of all traffic. */
	readonly test?: TestBasis | undefined;
	/** Why nothing is known. */
	readonly unknown?: Unknown | undefined;
}

/** What happened from the moment before until this one. */
export interface Moment {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly requestsPerSecond: number | undefined;
	readonly errorShare: number | undefined;
	readonly p95Ms: number | undefined;
}

/** Requests that were answered. */
export interface Counts {
	readonly requests: number;
	readonly failed: number;
	/** How many by HTTP status; `0` stands for no answer. */
	readonly statuses: Readonly<Record<string, number>>;
}

/** A test from here. */
export interface TestBasis {
	/** How many of its requests the version answered. */
	readonly count: number;
	readonly at: Date;
}

/** Why nobody knows how many requests a version gets. */
export type Unknown =
	/** Its requests and those of other versions go to one Service, which is counted as a whole. */
	| {readonly kind: 'shared-service'; readonly host: string}
	/** No route sends it requests, so that there is nothing to know it by. */
	| {readonly kind: 'no-route'}
	/** The gateway has no counter of its Services: Istio's begin with the first request, and may be turned off. */
	| {readonly kind: 'not-counted'}
	/** It gets copies only, which Istio's counters leave out. */
	| {readonly kind: 'copies'}
	/** The counters cannot be read. */
	| {readonly kind: 'unreadable'; readonly message: string};

/** By the title of the version. */
export type AppNumbers = ReadonlyMap<string, VersionNumbers>;

/** How much of the past is kept. */
export const historyMs = 10 * 60_000;

export const nothingMeasured: VersionNumbers = {
	requestsPerSecond: undefined,
	errorShare: undefined,
	p50Ms: undefined,
	p95Ms: undefined,
	history: [],
};

/** Whether an HTTP status counts as a failure: as Istio's own dashboards count, and 0, which stands for no answer at all. */
export function isFailure(status: string | undefined): boolean {
	return status === '0' || status?.startsWith('5') === true;
}

/** Why numbers are unknown, in words. */
export function describeUnknown(unknown: Unknown): string {
	switch (unknown.kind) {
		case 'shared-service':
			return `requests of several versions go to ${unknown.host}, which the gateway counts as one`;
		case 'no-route':
			return 'no route sends it requests';
		case 'not-counted':
			return 'the gateway has no counter of its Services: nobody has asked it yet, or it does not count';
		case 'copies':
			return "it gets copies only, which Istio's counters leave out";
		default:
			return unknown.message;
	}
}
