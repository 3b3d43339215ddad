import type {OutputTensor} from '../answers/output.ts';

/** What one version made of an input. */
export interface VersionAnswer {
	/** HTTP's; undefined when there was no answer. */
	readonly status: number | undefined;
	/** Why it is no good answer, in words; undefined when it is one. */
	readonly failure: string | undefined;
	/** From the request to the end of the answer. */
	readonly latencyMs: number;
	/** None of an answer that is not good. */
	readonly outputs: readonly OutputTensor[];
	/** Whether another version answered, which says nothing of this one. */
	readonly isAstray?: boolean;
}

/** What was given to both versions. */
export interface ComparedInput {
	/** Its number among the inputs, from 0: one that is sent again has the same. */
	readonly index: number;
	/** Where it stands: `digits.jsonl:12`, `cat.json`. */
	readonly where: string;
	/** The request's body as it was sent. */
	readonly body: string;
	/** The right answer, where it is known: of all inputs that are the same. */
	readonly label: string | undefined;
	/** The same as it was given, in JSON; undefined where there is none. */
	readonly labelJson?: string | undefined;
	/** Whether labels were given that contradict each other, so that nobody knows. */
	readonly isContradicted?: boolean;
}

/** The same request to both versions, one right after the other, in random order. */
export interface Pair {
	readonly input: ComparedInput;
	readonly primary: VersionAnswer;
	readonly candidate: VersionAnswer;
}
