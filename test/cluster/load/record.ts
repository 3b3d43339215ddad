import type {ModelName} from '../testbed/models.ts';

/** With or without the header `traffic: test`. */
export type RequestKind = 'plain' | 'test';

/** One request and what became of it. */
export interface RequestRecord {
	readonly sequence: number;
	readonly phase: string;
	readonly kind: RequestKind;
	/** Milliseconds since the load began. */
	readonly sentAt: number;
	/** Milliseconds until the answer had come, or failed. */
	readonly latency: number;
	/** Status code, or the error's code where there was no answer. */
	readonly outcome: string;
	/** What an answer other than 200 said, at most 200 characters of it. */
	readonly detail?: string;
	/** Of the answer's header; undefined where there is none. */
	readonly appVersion?: string;
	readonly modelName?: string;
	/** Of the answer's body: the folder name of the model that answered. */
	readonly modelVersion?: string;
	/** The models that give this prediction for this input. */
	readonly agrees: readonly ModelName[];
}
