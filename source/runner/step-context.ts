import type {StepOf, StepType} from '../rollout/step.ts';
import type {ActionContext} from './action-context.ts';

/** Told what a step is waiting for, while it runs. */
export type Progress = (words: string) => void;

/** Sends one real inference to a version and rejects when the answer is no good; it is the same for each version. */
export type Infer = (version: string, progress: Progress) => Promise<string>;

/** What performing a step needs. */
export interface StepContext extends ActionContext {
	/** Undefined where nobody can send one: a step that asks for it fails. */
	readonly infer?: Infer | undefined;
	/** Whose doing it is, for the history; undefined for the user of the cluster's connection. */
	readonly by?: string | undefined;
	/** Whether only this process can send it: the user's own request, or through the user's own gateway. */
	readonly isProbeOwn?: boolean;
	/** Server-side dry run: what is written is validated and not stored, and nothing is waited for. */
	readonly isDryRun?: boolean;
}

/**
 * Brings about what a step of one type says, as far as it is missing, and resolves with the result in kubectl's form:
 * `inferenceservice.serving.kserve.io/wisdom-0 replaced`. Doing it again does no harm.
 */
export type Perform<Type extends StepType> = (
	context: StepContext,
	step: StepOf<Type>,
	progress: Progress,
) => Promise<string>;
