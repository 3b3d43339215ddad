import {accessFlags, filenameFlag, sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const undoVerb = {
	summary: 'Give the primary a spec that it had before',
	description:
		'Takes the last promotion back, or goes to the revision that is named: the primary gets that spec again, by a rollout like any other, and must serve it. See history for the revisions. Says what will change and asks.',
	changes: true,
	arguments: [{name: 'APP', completes: 'app'}],
	flags: {
		...accessFlags,
		dryRun: sharedFlags.dryRun,
		filename: filenameFlag('File with the inference request (JSON) that the primary must answer'),
		path: {
			type: 'string',
			placeholder: 'PATH',
			help: "Path of the request; without it that of the model in the request's protocol",
		},
		skipTest: {type: 'boolean', help: 'Send no inference request'},
		timeout: timeoutFlag('10m'),
		toRevision: {
			type: 'integer',
			min: 1,
			max: 1_000_000_000,
			help: 'Revision to go back to; without it the one before the present one',
		},
		url: {type: 'string', placeholder: 'URL', help: 'Gateway to send the request to; without it a port is forwarded'},
		yes: sharedFlags.yes,
	},
	examples: [
		{comment: 'Take the last promotion back', command: 'kubectl iter8 undo wisdom'},
		{comment: 'Go back to a certain revision', command: 'kubectl iter8 undo wisdom --to-revision 3'},
	],
} as const satisfies Verb;
