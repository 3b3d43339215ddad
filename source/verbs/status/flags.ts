import {outputFlag, sharedFlags} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const statusVerb = {
	summary: 'Show apps, their versions and where requests go',
	description:
		'Prints the versions of one app or of all: ready or why not, weight, which requests go where, age; with -o wide, json or yaml requests, errors and latencies, too, as the gateway counts them within some seconds, or as the Prometheus of --prometheus has them.',
	arguments: [{name: 'APP', isOptional: true, completes: 'app'}],
	flags: {
		allNamespaces: sharedFlags.allNamespaces,
		output: outputFlag('json', 'yaml', 'name', 'wide'),
		prometheus: sharedFlags.prometheus,
		selector: sharedFlags.selector,
		watch: sharedFlags.watch,
	},
	examples: [
		{comment: 'Show all apps of the namespace', command: 'kubectl iter8 status'},
		{comment: 'Follow one app', command: 'kubectl iter8 status wisdom -w'},
		{comment: 'Show the apps of all namespaces as JSON', command: 'kubectl iter8 status -A -o json'},
	],
} as const satisfies Verb;
