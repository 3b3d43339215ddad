import {comparisons, type Comparison, type ReceivedRequest, type RequestMatch} from './match.ts';
import type {StringMatch} from './string-match.ts';

/**
 * Why a request does not meet a clause: a sentence without a full stop for each part that does not hold or cannot be told, e.g.
 * `header traffic is "x", not "test"`. Empty exactly when the request meets the clause.
 */
export function mismatches(request: ReceivedRequest, match: RequestMatch): readonly string[] {
	return comparisons(request, match)
		.filter(({isMet}) => isMet !== true)
		.map(describeMismatch);
}

function describeMismatch(comparison: Comparison): string {
	const {part, name, wanted, actual, isMet} = comparison;
	if (!wanted) return `${name} is not followed`;
	const subject = name === '' ? part : `${part} ${name}`;
	if (isMet === undefined) {
		return wanted.kind === 'regex'
			? `${subject.replace(/^no /, '')} has to match ${wanted.value}, which is no pattern of RE2 or takes too long`
			: `${subject} is not known here`;
	}

	if (part === 'no header') {
		const [value] = actual;
		if (value === undefined) return `header ${name} is missing, which counts as empty and must not be so`;
		return `header ${name} is ${JSON.stringify(value)}, which the rule excludes`;
	}

	if (actual.length === 0) return `${subject} is missing${wanted.kind === 'present' ? '' : `, not ${wish(wanted)}`}`;
	if (part === 'path' || part === 'method') return `${part} ${actual.join()} ${failure(wanted)}`;
	const values = actual.map(value => JSON.stringify(value)).join(' and ');
	return `${subject} is ${values}, not ${wish(wanted)}`;
}

/** `is not /`, `does not begin with /v2`. */
function failure({kind, value}: StringMatch): string {
	if (kind === 'exact') return `is not ${value}`;
	if (kind === 'segments') return `is neither ${value} nor below it`;
	return kind === 'prefix' ? `does not begin with ${value}` : `does not match ${value}`;
}

/** `"test"`, `something that begins with "te"`. */
function wish({kind, value}: StringMatch): string {
	if (kind === 'exact') return JSON.stringify(value);
	return kind === 'regex' ? `something that matches ${value}` : `something that begins with ${JSON.stringify(value)}`;
}
