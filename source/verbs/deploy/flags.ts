import {filenameFlag, outputFlag, sharedFlags, timeoutFlag} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const deployVerb = {
	summary: 'Deploy the next version of an app',
	description:
		'Creates the next free version, as a copy of the primary, from a template or from a file, and labels it for the rollout; the primary itself where there is none yet.',
	changes: true,
	arguments: [{name: 'APP', completes: 'app'}],
	flags: {
		dryRun: sharedFlags.dryRun,
		fieldManager: sharedFlags.fieldManager,
		filename: filenameFlag('File with the InferenceService or Deployment to deploy'),
		image: {
			type: 'string',
			placeholder: 'IMAGE',
			help: "Image of a Deployment's first container, where the versions are Deployments",
		},
		modelName: {
			type: 'string',
			placeholder: 'NAME',
			help: "Name under which the model is served, where all versions share one; without it the starting point's",
		},
		output: outputFlag('json', 'yaml', 'name'),
		storageUri: {type: 'string', placeholder: 'URI', help: 'Where the model is stored'},
		template: {
			type: 'string',
			placeholder: 'NAME',
			completes: 'templates',
			help: 'Template to deploy from instead of a copy of the primary',
		},
		timeout: timeoutFlag('10m'),
		version: {
			type: 'string',
			placeholder: 'VERSION',
			help: "Label of the version, e.g. v2; without it one more than the primary's",
		},
		wait: {type: 'boolean', help: 'Wait until the version serves'},
		yes: sharedFlags.yes,
	},
	examples: [
		{
			comment: 'Deploy a candidate that differs from the primary in its model',
			command: 'kubectl iter8 deploy wisdom --storage-uri gs://models/wisdom/v2',
		},
		{
			comment: 'Deploy the first version from a template and wait until it serves',
			command: 'kubectl iter8 deploy wisdom --template sklearn --storage-uri gs://models/wisdom/v1 --version v1 --wait',
		},
		{
			comment: 'Deploy a candidate of an app whose versions are Deployments',
			command: 'kubectl iter8 deploy shop --image registry.example.com/shop:v2',
		},
	],
} as const satisfies Verb;
