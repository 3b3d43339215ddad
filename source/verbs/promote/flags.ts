import {filenameFlag, sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const promoteVerb = {
	summary: "Make an app's candidate its primary",
	description:
		"Gives the primary the candidate's spec, waits until it serves, sends it a request, and only then deletes the candidate. Says what will change and asks. When it was stopped half-way, run it again to go on or abort to go back.",
	changes: true,
	arguments: [{name: 'APP', completes: 'app'}],
	flags: {
		drain: sharedFlags.drain,
		filename: filenameFlag('File with the inference request (V2, JSON) that the new primary must answer'),
		skipTest: {type: 'boolean', help: 'Do not send an inference request to the new primary'},
		timeout: timeoutFlag('10m'),
		url: {type: 'string', placeholder: 'URL', help: 'Gateway to send the request to; without it a port is forwarded'},
		wait: {
			type: 'boolean',
			default: true,
			help: 'Wait also until the candidate is gone',
		},
		yes: sharedFlags.yes,
	},
	examples: [
		{comment: 'Promote the candidate', command: 'kubectl iter8 promote wisdom -f input.json'},
		{comment: 'Wait for a large model', command: 'kubectl iter8 promote wisdom -f input.json --timeout 45m'},
		{comment: 'The same in a script', command: 'kubectl iter8 promote wisdom -f input.json --yes'},
	],
} as const satisfies Verb;
