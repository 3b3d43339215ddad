import {appServices} from './app-services.ts';
import {appStates} from './app-states.ts';
import {canaryPercents} from './canary-percents.ts';
import type {CheckInput} from './check-input.ts';
import {controllers} from './controllers.ts';
import {finalizers} from './finalizers.ts';
import type {Finding, Severity} from './finding.ts';
import {gateways} from './gateways.ts';
import {hosts} from './hosts.ts';
import {kinds} from './kinds.ts';
import {lostApps} from './lost-apps.ts';
import {modelNames} from './model-names.ts';
import {ownership} from './ownership.ts';
import {permissions} from './permissions.ts';
import {refusedRoutes} from './refused-routes.ts';
import {rollouts} from './rollouts.ts';
import {routemaps} from './routemaps.ts';
import {versionHosts} from './version-hosts.ts';
import {watchLabels} from './watch-labels.ts';
import {weights} from './weights.ts';

type Check = (input: CheckInput) => Iterable<readonly Finding[]>;

const atOnce =
	(findings: (input: CheckInput) => readonly Finding[]): Check =>
	input => [findings(input)];

/** Those that render give the findings of one app after the other. */
const checks: Readonly<Record<string, Check>> = {
	kinds: atOnce(kinds),
	permissions: atOnce(permissions),
	'controllers at work': atOnce(controllers),
	'rollouts by the daemon': atOnce(rollouts),
	'apps without a routemap': atOnce(lostApps),
	routemaps,
	'what Envoy refuses': refusedRoutes,
	'owners of routes': ownership,
	'watch labels': atOnce(watchLabels),
	weights: atOnce(weights),
	'state of routes': atOnce(appStates),
	gateways: atOnce(gateways),
	'hosts claimed twice': atOnce(hosts),
	"apps' Services": atOnce(appServices),
	"versions' hosts": atOnce(versionHosts),
	'model names': atOnce(modelNames),
	canaryTrafficPercent: atOnce(canaryPercents),
	finalizers: atOnce(finalizers),
};

/** What `check` looks at, in words. */
export const checked: readonly string[] = Object.keys(checks);

const ranks: Readonly<Record<Severity, number>> = {broken: 0, warning: 1, note: 2};

/**
 * Everything that is wrong in what was read, the worst first. Many routemaps may take long, so that it stops after each: whoever
 * calls lets others run, and goes on or not.
 */
export function* check(input: CheckInput): Generator<undefined, readonly Finding[]> {
	const findings: Finding[] = [];
	for (const each of Object.values(checks)) {
		for (const some of each(input)) {
			for (const finding of some) findings.push(finding);
			yield undefined;
		}
	}

	const unread = input.unread.map((what): Finding => ({
		severity: 'note',
		object: 'permissions',
		what,
		todo: 'have someone with more rights run check, too',
	}));
	return [...findings, ...unread].toSorted((one, other) => ranks[one.severity] - ranks[other.severity]);
}
