import {outputFlag, sharedFlags, timeoutFlag} from '../shared-flags.ts';
import type {Verb} from '../verb.ts';

export const initVerb = {
	summary: 'Set up routing for an app',
	description:
		"Creates what routes an app's requests: its Service, its routemap and the first VirtualService. Running it again changes nothing.",
	arguments: [{name: 'APP'}],
	flags: {
		appType: {type: 'string', choices: ['kserve'], default: 'kserve', help: 'What serves the model'},
		dryRun: sharedFlags.dryRun,
		output: outputFlag('json', 'yaml', 'name'),
		timeout: timeoutFlag('1m'),
		strategy: {type: 'string', choices: ['canary'], default: 'canary', help: 'How requests are split between versions'},
	},
	examples: [
		{comment: 'Set up a canary rollout for the app wisdom', command: 'kubectl iter8 init wisdom -n modelmesh-serving'},
		{
			comment: 'See the objects and apply them with kubectl',
			command: 'kubectl iter8 init wisdom --dry-run=client -o yaml | kubectl apply -f -',
		},
	],
} as const satisfies Verb;
