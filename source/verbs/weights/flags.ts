import {outputFlag, sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const weightsVerb = {
	summary: "Set how an app's requests are split",
	description:
		"Sets the weights of an app's versions, the primary's first, or for a mirror the percentage that each candidate gets copies of; NAME=WEIGHT sets that of one version. Waits until the route has them. Refuses what would leave no version that serves.",
	changes: true,
	arguments: [
		{name: 'APP', completes: 'app'},
		{name: 'WEIGHT', isOptional: true, isRepeated: true},
	],
	flags: {
		dryRun: sharedFlags.dryRun,
		output: outputFlag('json', 'yaml', 'name'),
		timeout: timeoutFlag('1m'),
		weights: {type: 'string', placeholder: 'N,N', help: 'The weights, in place of WEIGHT...'},
		yes: sharedFlags.yes,
	},
	examples: [
		{comment: 'Send a tenth of the requests to the candidate', command: 'kubectl iter8 weights wisdom 90 10'},
		{comment: 'Change the weight of one version', command: 'kubectl iter8 weights wisdom wisdom-1=30'},
	],
} as const satisfies Verb;
