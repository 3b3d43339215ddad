import {sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const cleanupVerb = {
	summary: "Remove an app's routing, and its versions with --all",
	description: 'Deletes what init made and, with --all, the versions too. Says what will go and asks.',
	changes: true,
	arguments: [{name: 'APP', completes: 'app'}],
	flags: {
		all: {type: 'boolean', help: 'Delete the versions too, so that the app serves no more'},
		drain: sharedFlags.drain,
		dryRun: sharedFlags.dryRun,
		timeout: timeoutFlag('5m'),
		yes: sharedFlags.yes,
	},
	examples: [
		{comment: 'Remove the routing and leave the versions', command: 'kubectl iter8 cleanup wisdom'},
		{comment: 'Remove the whole app without being asked', command: 'kubectl iter8 cleanup wisdom --all --yes'},
	],
} as const satisfies Verb;
