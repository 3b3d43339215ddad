import type {ActionContext} from '../action-context.ts';
import type {Progress, Step} from '../plan.ts';

/** Sends one real inference to a version and rejects when the answer is no good; it is the same for each version. */
export type Infer = (version: string, progress: Progress) => Promise<string>;

/** Nothing has been replaced yet. */
export const beforeReplacing = 'nothing was changed';
/** The primary has its new spec, and the candidate still takes test requests. */
export const beforeRemoval = 'the candidate is still there: promote again, or go back with abort';

/**
 * The step that asks a version, or none where nothing is to be sent. The candidate is asked before anything is replaced what the
 * new primary is asked at the end.
 * @param state What an operator is told to be the state of things when the answer is no good.
 */
export function askSteps(
	{signal}: ActionContext,
	infer: Infer | undefined,
	version: string,
	state: typeof beforeReplacing | typeof beforeRemoval,
): readonly Step[] {
	if (!infer) return [];
	const run = async (progress: Progress): Promise<string> => {
		try {
			return await infer(version, progress);
		} catch (error) {
			signal.throwIfAborted();
			throw new Error(`${error instanceof Error ? error.message : String(error)}; ${state}`, {cause: error});
		}
	};
	const title = `send an inference to ${version}`;
	return [{title: state === beforeReplacing ? `${title} first` : title, run}];
}
