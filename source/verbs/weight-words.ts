import {UsageError} from '../objects/usage-error.ts';
import {largestWeight} from '../routing/app-spec.ts';

/** As many digits as a number has that is told as it was written; routes take less, and say so themselves. */
const mostDigits = 15;

/** The weights of a command line in any of the forms that one writes: `90 10`, `90,10`, `--weights 90,10`, `--weights 90 10`. */
export function weightWords(flag: string | undefined, words: readonly string[]): readonly string[] {
	const given = flag === undefined ? words : [flag, ...words];
	return given.flatMap(text => text.trim().split(/\s*,\s*|\s+/));
}

/** One of them as a number; what the app's routes do not take they refuse later. Throws UsageError, which names the largest. */
export function weightNumber(text: string, word = text): number {
	if (new RegExp(`^\\d{1,${mostDigits}}$`).test(text)) return Number(text);
	const largest = largestWeight('blue-green', 'istio');
	throw new UsageError(`invalid weight ${JSON.stringify(word)}: must be a whole number from 0 to ${largest}`);
}
