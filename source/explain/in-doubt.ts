import type {Outcome} from './explanation.ts';

/**
 * An outcome that holds only as far as routes are followed: what the rules of its way say and nobody here follows, and `others`,
 * make it one that is not told.
 */
export function inDoubt(outcome: Outcome, others: readonly string[]): Outcome {
	const unfollowed = [...new Set([...outcome.unfollowed, ...others])];
	if (outcome.kind === 'unfollowed' || unfollowed.length === 0) return outcome;
	return {
		...outcome,
		kind: 'unfollowed',
		version: undefined,
		unfollowed,
		summary: `not told: ${unfollowed.join(' and ')} ${unfollowed.length === 1 ? 'is' : 'are'} not followed; without that ${outcome.summary}`,
	};
}
