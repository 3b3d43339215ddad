import {filenameFlag, outputFlag, reachFlags} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const renderVerb = {
	summary: "Print the objects of a values file or a routemap's routes",
	description:
		"Prints the objects that Iter8's chart routing-actions or release makes of a values file; or, with --routemap and --weights, the routes that a routemap gives when its versions have these weights. Needs no cluster.",
	arguments: [],
	flags: {
		...reachFlags,
		config: {type: 'string', placeholder: 'FILE', help: "Iter8's configuration file, in either of its forms"},
		filename: filenameFlag("Values file of one of Iter8's charts; - reads stdin"),
		output: outputFlag('json', 'yaml'),
		release: {type: 'string', placeholder: 'NAME', help: 'Name of the Helm release, which an app may be called as'},
		routemap: {type: 'string', placeholder: 'FILE', help: 'Routemap, or its strSpec alone; - reads stdin'},
		weights: {
			type: 'string',
			placeholder: 'N,N',
			help: 'Weight of each version of the routemap; 0 for one that is down',
		},
	},
	examples: [
		{
			comment: "Apply what Iter8's chart would make of a values file",
			command: 'kubectl iter8 render -f values.yaml -n models | kubectl apply -n models -f -',
		},
		{
			comment: 'See the route of a routemap while its second version is down',
			command: 'kubectl iter8 render --routemap routemap.yaml --weights 1,0',
		},
	],
} as const satisfies Verb;
