import {outputFlag, reachFlags, sharedFlags} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const checkVerb = {
	summary: 'Look for what is wrong, and say what to do',
	description:
		'Looks for what a person would otherwise hunt for: missing kinds, permissions and gateways, hosts claimed twice, routemaps that fail, versions that cannot be reached, two controllers at work. Exits with 1 when something is broken, or where an app, or the daemon, is in a state in which something is to be done.',
	arguments: [{name: 'APP', isOptional: true, completes: 'app'}],
	flags: {
		...reachFlags,
		allNamespaces: sharedFlags.allNamespaces,
		output: outputFlag('json'),
	},
	examples: [
		{comment: 'Check all apps of the namespace', command: 'kubectl iter8 check'},
		{comment: 'Check one app', command: 'kubectl iter8 check wisdom'},
	],
} as const satisfies Verb;
