import {defaultDrainMs} from '../objects/defaults.ts';
import type {BooleanFlag, DurationFlag, Flag, FlagTable, StringFlag} from './flag.ts';

/** Flags that several verbs take and that mean the same in each, as in kubectl. */
export const sharedFlags = {
	allNamespaces: {type: 'boolean', short: 'A', help: 'Work on all namespaces; --namespace is then ignored'},
	drain: {
		type: 'duration',
		default: `${defaultDrainMs / 1000}s`,
		help: 'Time that requests under way get after a route has changed, before a version may end',
	},
	dryRun: {
		type: 'string',
		choices: ['none', 'client', 'server'],
		default: 'none',
		bare: 'client',
		help: 'With client only print what would be sent; with server send it without storing it',
	},
	fieldManager: {
		type: 'string',
		placeholder: 'NAME',
		default: 'kubectl-iter8',
		help: 'Name under which the cluster records who owns the fields',
	},
	selector: {
		type: 'string',
		short: 'l',
		help: "Label selector that the app's routemap must match, e.g. team=nlp,tier!=test",
	},
	prometheus: {
		type: 'string',
		placeholder: 'URL',
		help: "Prometheus that has Istio's metrics, to show requests, errors and latencies of each version",
	},
	watch: {type: 'boolean', short: 'w', help: 'Go on and print what changes'},
	yes: {type: 'boolean', short: 'y', help: 'Do not ask'},
} as const satisfies FlagTable;

/** How far routemaps may reach beyond their own namespaces (`reachOf`). */
export const reachFlags = {
	allowHosts: {
		type: 'string',
		placeholder: 'HOST,HOST',
		help: "Hosts that any namespace's routemaps may claim, wildcards included, as in shop.io,*.example.com",
	},
	allowKinds: {
		type: 'string',
		placeholder: 'NAME,NAME',
		help: 'Kinds that routemaps may render beside VirtualServices and HTTPRoutes, by their short names',
	},
	allowNamespaces: {
		type: 'string',
		placeholder: 'NAMESPACE,NAMESPACE',
		help: 'Namespaces that the routemaps of others may reach: name their objects, claim their hosts, lead there',
	},
} as const satisfies FlagTable;

/** `-o`, with the formats that a verb has. */
export function outputFlag<const Format extends string>(...formats: readonly Format[]) {
	return {
		type: 'string',
		short: 'o',
		choices: formats,
		help: 'Output format',
	} as const satisfies Flag & {readonly choices: readonly Format[]};
}

/** `-f`, with what the file is for: one, where kubectl takes several. */
export function filenameFlag(help: string) {
	return {type: 'string', short: 'f', placeholder: 'FILE', help, isOnce: true} as const satisfies StringFlag;
}

/** `--report`, of verbs whose results one sends to others. */
export const reportFlag = {
	type: 'string',
	placeholder: 'FILE.html',
	help: 'Write all of it as one page of HTML to this file, with plots, to send to a colleague',
} as const satisfies StringFlag;

/** How the gateway is trusted, and the token for it (`readAccess`). */
export const accessFlags = {
	cacert: {
		type: 'string',
		placeholder: 'FILE',
		help: "With --url, file with the authority of the gateway's certificate",
	},
	insecure: {type: 'boolean', help: "With --url, do not check the gateway's certificate"},
	tokenFile: {
		type: 'string',
		placeholder: 'FILE',
		help: 'File with a bearer token for the gateway, which is shown nowhere',
	},
} as const satisfies FlagTable;

/** `--binary`, of verbs that send requests. */
export const binaryFlag = {
	type: 'boolean',
	help: 'Send V2 tensors in binary, and ask for such in the answer',
} as const satisfies BooleanFlag;

/** `--warmup`, of verbs that measure. */
export const warmupFlag = {
	type: 'duration',
	default: '0',
	help: 'How long to send before, at the same pace, without counting',
} as const satisfies DurationFlag;

/** `--timeout`, with the verb's default. */
export function timeoutFlag(duration: string) {
	return {
		type: 'duration',
		default: duration,
		help: 'Time to wait before giving up, in seconds or with a unit (1s, 2m, 3h); 0 waits for ever',
	} as const satisfies DurationFlag;
}
