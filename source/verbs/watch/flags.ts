import {defaultConcurrency, defaultDeadlineMs, defaultHoldMs} from '../../objects/defaults.ts';
import {reachFlags, sharedFlags} from '../../options/shared-flags.ts';
import type {Verb} from '../../options/verb.ts';

export const watchVerb = {
	summary: 'Run the daemon that routes requests',
	description:
		'Follows the routemaps and the versions they name, and keeps the routes as the strategies say. One daemon at a time writes: the one that holds the lease. Logs go to stderr.',
	arguments: [],
	flags: {
		allNamespaces: sharedFlags.allNamespaces,
		...reachFlags,
		concurrency: {
			type: 'integer',
			min: 1,
			max: 1000,
			default: defaultConcurrency,
			help: 'Routemaps to work on at a time',
		},
		config: {type: 'string', placeholder: 'FILE', help: "Iter8's configuration file, in either of its forms"},
		deadline: {
			type: 'duration',
			default: `${defaultDeadlineMs / 1000}s`,
			help: 'Time after which a version that is being deleted goes, whatever keeps its routes from moving away',
		},
		drain: sharedFlags.drain,
		hold: {
			type: 'duration',
			default: `${defaultHoldMs / 1000}s`,
			help: 'Time that a version counts as ready after its readiness became unknown, as during an update',
		},
		leaseNamespace: {
			type: 'string',
			placeholder: 'NAMESPACE',
			help: 'Namespace of the lease; without it the watched one, or kube-system for all namespaces',
		},
		probeUrl: {type: 'string', placeholder: 'URL', help: 'Gateway through which new routes are looked for'},
		resync: {
			type: 'duration',
			help: "Time after which everything is looked at again; without it the configuration file's, else 15m",
		},
		rollouts: {
			type: 'boolean',
			help: 'Perform the rollouts that operators begin, so that they outlive their terminals; needs the rights of plugin/manifests/rollouts-role.yaml',
		},
	},
	examples: [
		{comment: 'Route the apps of one namespace', command: 'kubectl iter8 watch -n modelmesh-serving'},
		{comment: 'Route all apps of the cluster', command: 'kubectl iter8 watch -A'},
	],
} as const satisfies Verb;
