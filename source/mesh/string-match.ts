import {matchesWhole, patternOf} from './re2/pattern.ts';

/**
 * How one value of a request is compared: Istio's StringMatch; `present` for one that only has to be there, and `segments` for
 * a path prefix of whole segments (Gateway API, PathPrefix).
 */
export interface StringMatch {
	readonly kind: 'exact' | 'prefix' | 'segments' | 'regex' | 'present';
	readonly value: string;
}

/** A comparison in words: `test`, `te*`, `~te.t`; `*` for a value that only has to be there. */
export function describeValue({kind, value}: StringMatch): string {
	if (kind === 'exact') return value;
	return kind === 'regex' ? `~${value}` : `${value}*`;
}

/** Whether a value meets a comparison; undefined for a pattern that is refused or takes too long. A missing value meets none. */
export function compare(actual: string | undefined, {kind, value}: StringMatch): boolean | undefined {
	if (actual === undefined) return false;
	switch (kind) {
		case 'exact':
			return actual === value;
		case 'prefix':
			return actual.startsWith(value);
		case 'segments':
			return actual === value || actual.startsWith(`${value}/`);
		case 'present':
			return true;
		default:
			return matchesPattern(actual, value);
	}
}

function matchesPattern(actual: string, value: string): boolean | undefined {
	const pattern = patternOf(value);
	return pattern && matchesWhole(pattern, actual);
}

/** The same without regard to case, as Istio's `ignoreUriCase` has it: patterns keep theirs. */
export function compareFolded(actual: string, match: StringMatch): boolean | undefined {
	if (match.kind === 'regex') return compare(actual, match);
	return compare(actual.toLowerCase(), {...match, value: match.value.toLowerCase()});
}
