import {outputFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const versionVerb = {
	summary: 'Print the version of kubectl-iter8',
	description: 'Prints the version of this program and of the Node that runs it. Asks no cluster.',
	arguments: [],
	flags: {output: outputFlag('json', 'yaml')},
	examples: [{comment: 'Print the version for a bug report', command: 'kubectl iter8 version'}],
} as const satisfies Verb;
