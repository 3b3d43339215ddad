import type {Perform} from '../step-context.ts';

/** What an operator is told to be the state of things when the answer is no good. */
const states = {
	'before-replacing': 'nothing was changed',
	'before-removal': 'the candidate is still there: promote again, or go back with abort',
	after: 'it serves all the same: go back with undo',
} as const;

export const probe: Perform<'probe'> = async ({infer, signal}, {version, when}, progress) => {
	try {
		if (!infer) throw new Error(`nobody here can send an inference to ${version}`);
		return await infer(version, progress);
	} catch (error) {
		signal.throwIfAborted();
		const message = error instanceof Error ? error.message : String(error);
		throw new Error(`${message}; ${states[when]}`, {cause: error});
	}
};
