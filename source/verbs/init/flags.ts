import {filenameFlag, outputFlag, sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';
import {appTypes, meshes, routeKinds} from '../../routing/app-spec.ts';
import {strategyNames} from '../../routing/strategies/strategies.ts';

export const initVerb = {
	summary: 'Set up routing for an app',
	description:
		"Creates what routes an app's requests: its Service, its routemap and the first route, for what the cluster says the app is; or, with -f, what Iter8's charts make of a values file. Running it again changes nothing.",
	changes: true,
	arguments: [
		{name: 'APP', isOptional: true},
		{name: 'WEIGHT', isOptional: true, isRepeated: true},
	],
	flags: {
		appType: {
			type: 'string',
			choices: ['kserve', ...appTypes],
			help: "What serves the versions; without it the cluster is asked, with kserve for KServe's mode only",
		},
		dryRun: sharedFlags.dryRun,
		filename: filenameFlag("Values file of one of Iter8's charts, with its exact routes; - reads stdin"),
		gateway: {
			type: 'list',
			placeholder: 'NAMESPACE/NAME',
			help: 'Gateway that the app is reached through, or mesh for the sidecars; can be repeated; without it the usual ones',
		},
		match: {
			type: 'list',
			placeholder: '[VERSION:]CLAUSE',
			help: "Requests for a canary's candidate: NAME=VALUE for a header, or an HTTPMatchRequest in braces; any of several must hold; without it traffic=test",
		},
		mesh: {
			type: 'string',
			choices: meshes,
			help: 'What carries the routes: VirtualServices or HTTPRoutes; without it what the cluster has',
		},
		modelName: {
			type: 'string',
			placeholder: 'NAME',
			help: 'Name under which all versions serve their model; without it what their specs set, else their own names',
		},
		output: outputFlag('json', 'yaml', 'name'),
		port: {
			type: 'integer',
			min: 1,
			help: "Port of the app's host and of a Deployment's Services; without it 80",
		},
		release: {type: 'string', placeholder: 'NAME', help: 'Name of the Helm release, which an app may be called as'},
		routes: {
			type: 'string',
			choices: routeKinds,
			help: "Whose routes: our own, or exactly those of Iter8's chart; without it own",
		},
		strategy: {
			type: 'string',
			choices: strategyNames,
			help: 'How requests are split between versions; without it canary',
		},
		timeout: timeoutFlag('1m'),
		versions: {
			type: 'string',
			placeholder: 'NAME,NAME',
			help: 'Names of the versions, the primary first; without it APP-0,APP-1',
		},
		weights: {
			type: 'string',
			placeholder: 'N,N',
			help: 'Weight of each version, or for a mirror the percentage of each candidate; WEIGHT... says the same',
		},
		yes: sharedFlags.yes,
	},
	examples: [
		{comment: 'Set up a canary rollout for the app wisdom', command: 'kubectl iter8 init wisdom -n modelmesh-serving'},
		{
			comment: 'Split requests by weight',
			command: 'kubectl iter8 init wisdom --strategy blue-green --weights 90,10',
		},
		{
			comment: "Set up what a values file of Iter8's charts says",
			command: 'kubectl iter8 init -f values.yaml',
		},
		{
			comment: 'See the objects and apply them with kubectl',
			command: 'kubectl iter8 init wisdom --dry-run=client -o yaml | kubectl apply -f -',
		},
	],
} as const satisfies Verb;
