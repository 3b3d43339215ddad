import {sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const abortVerb = {
	summary: 'Go back to the version before the rollout',
	description:
		'Restores a primary that promote has replaced, waits until it serves, and deletes the candidate last. Says what will go and asks.',
	changes: true,
	arguments: [
		{name: 'APP', completes: 'app'},
		{name: 'VERSION', isOptional: true},
	],
	flags: {
		drain: sharedFlags.drain,
		dryRun: sharedFlags.dryRun,
		timeout: timeoutFlag('10m'),
		yes: sharedFlags.yes,
	},
	examples: [
		{comment: 'Give up the candidate', command: 'kubectl iter8 abort wisdom'},
		{comment: 'The same in a script', command: 'kubectl iter8 abort wisdom --yes'},
	],
} as const satisfies Verb;
