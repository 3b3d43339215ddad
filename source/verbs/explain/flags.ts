import {outputFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const explainVerb = {
	summary: 'Say where a request goes, and why not elsewhere',
	description:
		"Follows a request through an app's routes as they are in the cluster, without sending it: which rule takes it, which version answers with which chance, what becomes of path and host, and why the other versions do not.",
	arguments: [{name: 'APP', completes: 'app'}],
	flags: {
		header: {type: 'list', short: 'H', placeholder: "'NAME: VALUE'", help: 'Header of the request; can be repeated'},
		host: {type: 'string', placeholder: 'HOST', help: "Host that the request is for; without it the app's"},
		method: {type: 'string', placeholder: 'METHOD', default: 'POST', help: 'Method of the request'},
		output: outputFlag('json'),
		path: {type: 'string', placeholder: 'PATH', default: '/', help: 'Path of the request, with its query'},
	},
	examples: [
		{comment: 'Where do ordinary requests go?', command: 'kubectl iter8 explain wisdom'},
		{
			comment: 'And test requests for metadata?',
			command: "kubectl iter8 explain wisdom -H 'traffic: test' --method GET --path /v2/models/wisdom",
		},
	],
} as const satisfies Verb;
