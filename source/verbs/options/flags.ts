import type {Verb} from '../../options/verb.ts';

export const optionsVerb = {
	summary: 'List the flags that every verb takes',
	description: 'Lists the flags that every verb takes, before or after it.',
	arguments: [],
	flags: {},
	examples: [{comment: 'List the flags', command: 'kubectl iter8 options'}],
} as const satisfies Verb;
