import {appStates} from './app-states.ts';
import {canaryPercents} from './canary-percents.ts';
import type {CheckInput} from './check-input.ts';
import {controllers} from './controllers.ts';
import {finalizers} from './finalizers.ts';
import type {Finding, Severity} from './finding.ts';
import {gateways} from './gateways.ts';
import {hosts} from './hosts.ts';
import {kinds} from './kinds.ts';
import {modelNames} from './model-names.ts';
import {patterns} from './patterns.ts';
import {permissions} from './permissions.ts';
import {routemaps} from './routemaps.ts';
import {versionHosts} from './version-hosts.ts';
import {watchLabels} from './watch-labels.ts';

const checks: Readonly<Record<string, (input: CheckInput) => readonly Finding[]>> = {
	kinds,
	permissions,
	'controllers at work': controllers,
	routemaps,
	patterns,
	'watch labels': watchLabels,
	'state of routes': appStates,
	gateways,
	'hosts claimed twice': hosts,
	"versions' hosts": versionHosts,
	'model names': modelNames,
	canaryTrafficPercent: canaryPercents,
	finalizers,
};

/** What `check` looks at, in words. */
export const checked: readonly string[] = Object.keys(checks);

const ranks: Readonly<Record<Severity, number>> = {broken: 0, warning: 1, note: 2};

/** Everything that is wrong in what was read, the worst first. */
export function check(input: CheckInput): readonly Finding[] {
	const findings = Object.values(checks).flatMap(each => each(input));
	const unread = input.unread.map((what): Finding => ({
		severity: 'note',
		object: 'permissions',
		what,
		todo: 'have someone with more rights run check, too',
	}));
	return [...findings, ...unread].toSorted((one, other) => ranks[one.severity] - ranks[other.severity]);
}
