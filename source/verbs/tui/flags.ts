import {sharedFlags} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const tuiVerb = {
	summary: 'Roll out apps on a full screen',
	description:
		'Shows apps live and does to the chosen one, key by key, what the other verbs do; ? lists the keys. Needs a terminal.',
	arguments: [],
	flags: {
		allNamespaces: sharedFlags.allNamespaces,
		prometheus: sharedFlags.prometheus,
		readOnly: {type: 'boolean', help: 'Change nothing in the cluster'},
		screenReader: {
			type: 'boolean',
			help: 'Write plain lines for a screen reader, as INK_SCREEN_READER=true does, instead of drawing a screen',
		},
		selector: sharedFlags.selector,
	},
	examples: [
		{comment: 'Follow and roll out the apps of a namespace', command: 'kubectl iter8 tui -n modelmesh-serving'},
		{
			comment: 'Follow the apps of all namespaces, with their numbers',
			command: 'kubectl iter8 tui -A --read-only --prometheus http://localhost:9090',
		},
	],
} as const satisfies Verb;
