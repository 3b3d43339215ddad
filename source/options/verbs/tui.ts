import {sharedFlags} from '../shared-flags.ts';
import type {Verb} from '../verb.ts';

export const tuiVerb = {
	summary: 'Follow apps on a full screen',
	description: 'Shows what status shows, live, until q is pressed. Needs a terminal.',
	arguments: [],
	flags: {allNamespaces: sharedFlags.allNamespaces, selector: sharedFlags.selector},
	examples: [{comment: 'Follow the apps of all namespaces', command: 'kubectl iter8 tui -A'}],
} as const satisfies Verb;
