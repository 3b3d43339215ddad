import type {Verb} from '../../options/verb.ts';

export const sandboxVerb = {
	summary: 'Start a little cluster to try things on',
	description:
		'Runs an API server, KServe with models that predict, a gateway and the daemon in this one process, on this machine alone, until Ctrl-C. Nothing of it stays.',
	arguments: [],
	flags: {
		apps: {type: 'integer', max: 10_000, default: 1, help: 'Number of apps that are there from the start'},
		loadTime: {type: 'duration', default: '2s', help: 'Time that a model takes to load'},
		mode: {
			type: 'string',
			choices: ['knative', 'standard'],
			default: 'knative',
			help: 'How KServe runs models: with Knative, or in Standard mode as Deployments',
		},
		noWatch: {type: 'boolean', help: 'Run no daemon inside'},
		port: {type: 'integer', min: 1, max: 65_535, help: 'Port of the API server; without it a free one'},
		traffic: {type: 'integer', max: 10_000, default: 0, help: 'Requests a second to send for the app wisdom'},
		tui: {type: 'boolean', help: 'Show the apps on a full screen; leaving it ends the sandbox'},
	},
	examples: [
		{comment: 'Start a sandbox and look at it', command: 'kubectl iter8 sandbox --tui'},
		{comment: 'See how a large cluster looks', command: 'kubectl iter8 sandbox --apps 1000 --traffic 50'},
	],
} as const satisfies Verb;
