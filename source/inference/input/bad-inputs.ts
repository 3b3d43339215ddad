import {checkAgainst} from './check-input.ts';
import type {BadInput, Input, ParsedInputs} from './input.ts';

/** Parts inputs by what the model's metadata say of them (`checkAgainst`). */
export function checkAllAgainst(metadata: unknown, inputs: readonly Input[]): ParsedInputs {
	const checked = inputs.map(input => ({input, message: checkAgainst(metadata, input)}));
	return {
		inputs: checked.flatMap(({input, message}) => (message === undefined ? [input] : [])),
		bad: checked.flatMap(({input: {where}, message}) => (message === undefined ? [] : [{where, message}])),
	};
}

/** Throws an Error that names the first of what is bad, unless that is left out and something else remains to be sent. */
export function refuseBad({inputs, bad}: ParsedInputs, skipsBad: boolean): void {
	const [first, ...others] = bad;
	if (first === undefined || (skipsBad && inputs.length > 0)) return;
	if (inputs.length === 0 && others.length === 0) throw new Error(first.message);
	const more = others.length === 0 ? '' : `, and ${others.length} more ${others.length === 1 ? 'is' : 'are'} bad`;
	const advice = inputs.length === 0 ? 'there is none that could be sent' : 'leave out what is bad with --skip-bad';
	throw new Error(`${first.message}${more}; nothing was sent: ${advice}`);
}

/** What was left out, in a sentence; undefined when nothing was. */
export function leftOutWords(bad: readonly BadInput[]): string | undefined {
	const [first, ...others] = bad;
	if (first === undefined) return undefined;
	const count = others.length === 0 ? '1 request was left out' : `${bad.length} requests were left out, the first so`;
	return `${count}: ${first.message}`;
}
