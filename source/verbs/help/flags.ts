import type {Verb} from '../../options/verb.ts';

export const helpVerb = {
	summary: 'Show help for a verb',
	description: 'Shows what a verb does, takes and is used for; without a verb the list of verbs.',
	arguments: [{name: 'VERB', isOptional: true, completes: 'verb'}],
	flags: {},
	examples: [{comment: 'Show help for promote', command: 'kubectl iter8 help promote'}],
} as const satisfies Verb;
