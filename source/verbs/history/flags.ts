import {outputFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const historyVerb = {
	summary: 'Show which specs the primary has had, and who changed them',
	description:
		'Prints the last changes of the primary by promote and undo: the revisions that undo can go back to, the present one first.',
	arguments: [{name: 'APP', completes: 'app'}],
	flags: {output: outputFlag('json', 'yaml')},
	examples: [
		{comment: 'Show the revisions of an app', command: 'kubectl iter8 history wisdom'},
		{comment: 'Show them with their specs', command: 'kubectl iter8 history wisdom -o yaml'},
	],
} as const satisfies Verb;
