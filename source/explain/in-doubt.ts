import type {Outcome} from './explanation.ts';

/**
 * An outcome that holds only as far as routes are followed: what the rules of its way say and nobody here follows, `others`, and
 * `refusals` of what their gateways do not take as it is, make it one that is not told.
 */
export function inDoubt(outcome: Outcome, others: readonly string[], refusals: readonly string[]): Outcome {
	const unfollowed = [...new Set([...outcome.unfollowed, ...others])];
	const reasons = [
		...refusals,
		...(unfollowed.length === 0
			? []
			: [`${unfollowed.join(' and ')} ${unfollowed.length === 1 ? 'is' : 'are'} not followed`]),
	];
	if (reasons.length === 0 || (outcome.kind === 'unfollowed' && refusals.length === 0)) return outcome;
	return {
		...outcome,
		kind: 'unfollowed',
		version: undefined,
		unfollowed: [...unfollowed, ...refusals],
		summary: `not told: ${reasons.join('; ')}; without that ${outcome.summary}`,
	};
}
