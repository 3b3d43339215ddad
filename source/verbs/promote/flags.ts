import {accessFlags, filenameFlag, sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const promoteVerb = {
	summary: "Make an app's candidate its primary",
	description:
		"Gives the primary the candidate's spec, waits until it serves, and only then deletes the candidate. Both must answer the same request: the candidate first, the primary once it serves. Says what will change and asks. When it was stopped half-way, run it again to go on or abort to go back; undo takes a promotion back that is done.",
	changes: true,
	arguments: [
		{name: 'APP', completes: 'app'},
		{name: 'VERSION', isOptional: true},
	],
	flags: {
		...accessFlags,
		drain: sharedFlags.drain,
		dryRun: sharedFlags.dryRun,
		filename: filenameFlag(
			'File with the inference request (JSON: V2, V1, OpenAI) that candidate and new primary must answer',
		),
		path: {
			type: 'string',
			placeholder: 'PATH',
			help: "Path of the request; without it that of the model in the request's protocol",
		},
		skipTest: {type: 'boolean', help: 'Send no inference request, neither to the candidate nor to the new primary'},
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
		{
			comment: 'Ask a model that speaks V1',
			command: 'kubectl iter8 promote wisdom -f instances.json',
		},
		{comment: 'Promote one of several candidates', command: 'kubectl iter8 promote wisdom wisdom-2 -f input.json'},
		{comment: 'The same in a script', command: 'kubectl iter8 promote wisdom -f input.json --yes'},
	],
} as const satisfies Verb;
