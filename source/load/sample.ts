import type {TokenTimes} from '../inference/protocols/token-times.ts';

/** What is measured of one request. */
export interface Sample {
	/** The version that answered; undefined where the answer does not tell, or there is none. */
	readonly version: string | undefined;
	/** Undefined without an answer. */
	readonly status: number | undefined;
	/** Why it counts as failed, in words; undefined of a good one. Without an answer it must be there. */
	readonly failure?: string | undefined;
	/** The answer, of a failed one. */
	readonly body?: string | undefined;
	readonly tokens?: TokenTimes | undefined;
}

/** When it was due, sent and answered, in milliseconds from the run's start. */
export interface SampleTimes {
	readonly index: number;
	readonly intendedMs: number;
	readonly startMs: number;
	readonly endMs: number;
}
