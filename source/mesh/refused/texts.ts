import {patternFault} from '../re2/pattern.ts';
import type {Place, RefusedPart} from './refused-part.ts';

/** Characters that end a header or its field (Envoy, `well_known_regex`, not strict). */
export function lineFault({path, value}: Place): readonly RefusedPart[] {
	return typeof value === 'string' && /[\0\r\n]/.test(value)
		? [{path, why: 'it has a line break or a null character'}]
		: [];
}

/** How many bytes Envoy allows, of UTF-8. */
export function lengthFault({path, value}: Place, most: number): readonly RefusedPart[] {
	return typeof value === 'string' && Buffer.byteLength(value) > most
		? [{path, why: `it has more than ${most} bytes`}]
		: [];
}

/** A pattern, which has to be one of RE2. */
export function patternFaults({path, value}: Place): readonly RefusedPart[] {
	if (typeof value !== 'string') return [];
	if (value === '') return [{path, why: 'the pattern is empty'}];
	const fault = patternFault(value);
	return fault === undefined
		? []
		: [{path, why: `RE2 refuses the pattern ${JSON.stringify(shortened(value))}: ${fault}`}];
}

function shortened(pattern: string): string {
	return pattern.length > 100 ? `${pattern.slice(0, 100)}…` : pattern;
}
