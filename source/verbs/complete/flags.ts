import type {Verb} from '../../options/verb.ts';

/** What the shell's completion calls, through `kubectl_complete-iter8`. */
export const completeVerb = {
	summary: 'Complete a command line for the shell',
	description: 'Prints what could stand in place of the last word, one `value<TAB>description` a line.',
	arguments: [],
	flags: {},
	examples: [],
	isHidden: true,
	takesRawWords: true,
} as const satisfies Verb;
