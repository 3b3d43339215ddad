/** A folder of `source/`; one in it that differs in what it may do counts as a room of its own. */
export interface Room {
	readonly name: string;
	readonly holds: string;
	/** Does no I/O and reads no clock: of Node it has `util`, and types. */
	readonly isPure?: boolean;
	/** Packages that are imported here and nowhere else unless named there too. */
	readonly packages?: readonly string[];
	/** Rooms above it that it does without, all the same. */
	readonly avoids?: readonly string[];
}

/**
 * The rooms of `source/`, from the ground up: each may import what stands above it in this list, nothing below. The linter's rules
 * are made from it (oxlint.config.ts), `imports.test.ts` holds the code to it, and docs/architecture.md shows it.
 */
export const rooms: readonly Room[] = [
	{
		name: 'objects',
		holds:
			'shapes of Kubernetes objects, the Cluster interface, conditions, durations; labels, finalizer, resource types',
		isPure: true,
	},
	{name: 'gotemplate', holds: "Go's text/template, bounded", isPure: true},
	{
		name: 'print',
		holds: 'tables, yaml, json, escapes, colour policy',
		isPure: true,
		packages: ['string-width', 'yaml'],
	},
	{name: 'mesh', holds: 'where a request goes under a VirtualService or HTTPRoute, and why', isPure: true},
	{name: 'kserve', holds: "what KServe's objects say: readiness, deployment mode, model names", isPure: true},
	{
		name: 'routemap',
		holds: 'the format of routemaps; availability → weights → render; differences of routes',
		isPure: true,
		packages: ['js-yaml', 'yaml'],
	},
	{name: 'versions', holds: 'the kinds that a version can be of, one adapter a file', isPure: true},
	{name: 'routing', holds: 'our own routes, by app type, strategy and mesh', isPure: true},
	{name: 'charts', holds: "Iter8's charts, byte for byte: routing-actions/, release/", isPure: true},
	{name: 'ownership', holds: 'whose object is it; which permissions an action or the daemon needs', isPure: true},
	{name: 'analysis', holds: 'is the candidate as good: statistics/, answers/ compared, verdicts', isPure: true},
	{name: 'rollout', holds: 'rollouts as plain values: plan, steps, record, history', isPure: true},
	{name: 'info', holds: 'objects → what a person reads: apps, versions, states, weights, reasons', isPure: true},
	{name: 'explain', holds: 'where a request to an app goes, and why nowhere else', isPure: true},
	{name: 'check', holds: 'what is wrong in a cluster, one finding a file', isPure: true},
	{name: 'process', holds: 'this process: signals, children, its end, streams that fail, the home folder'},
	{
		name: 'kube',
		holds: 'the only door to a cluster: kubeconfig, requests, watches, port-forward, events, lease',
		packages: ['@kubernetes/client-node', 'ws', 'yaml'],
	},
	{
		name: 'inference',
		holds: 'requests to models through a gateway; the probe of a route',
		packages: ['undici'],
		avoids: ['print'],
	},
	{
		name: 'load',
		holds: 'units of work at a pace, and what they come to: times, split, failures, expectations',
		packages: ['hdr-histogram-js'],
		avoids: ['print'],
	},
	{name: 'metrics', holds: 'what gateways and Prometheus count of each version', avoids: ['print']},
	{name: 'snapshot', holds: 'reading and following what status, TUI and explain show', avoids: ['print']},
	{
		name: 'reconcile',
		holds: 'one routemap made true once: guard, apply, drain, release; for the daemon and for verbs without one',
		avoids: ['print'],
	},
	{
		name: 'runner',
		holds: 'performs steps; the one executor of plans, for verbs, TUI and daemon',
		avoids: ['print'],
	},
	{name: 'check/read', holds: 'what a check looks at, and what the user may not do'},
	{name: 'actions', holds: "the operator's plans, a folder each: steps to show, confirm, run", avoids: ['print']},
	{
		name: 'report',
		holds: 'what was tested, compared or replaced, as text; tests also as one page of HTML to send',
		isPure: true,
		packages: ['echarts'],
	},
	{name: 'daemon', holds: 'informers → workqueues → reconcile; lease, log, events'},
	{
		name: 'tui',
		holds: 'app, screens, dialogs, lines, state, keys (one table), theme',
		packages: ['ink', 'react'],
		avoids: ['kube'],
	},
	{name: 'sandbox', holds: 'a cluster in one process: api, kserve, gateway, models', packages: ['ws', 'yaml']},
	{
		name: 'options',
		holds: 'argv → Options, given the table of verbs; the flags that verbs share',
		packages: ['meow'],
	},
	{
		name: 'verbs',
		holds: 'one folder a verb: flags.ts (known to parser, help, completion), run.ts (loaded when called)',
	},
	{name: 'cli.ts', holds: 'signals, the verb, its error, the exit code'},
];

/** The list as docs/architecture.md shows it. */
export function roomsPicture(): string {
	const width = Math.max(...rooms.map(({name}) => name.length)) + 2;
	const line = ({name, holds, isPure}: Room): string => {
		const folder = name.includes('.') ? name : `${name}/`;
		return `${folder.padEnd(width)}${isPure ? 'pure   ' : '       '}${holds}`;
	};
	return rooms.map(line).join('\n');
}
