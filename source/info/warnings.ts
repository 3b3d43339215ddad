import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {foreignRoute, mayWrite, primaryAlone} from '../ownership/live-route.ts';
import type {Failure, RoutedObject} from './app-routes.ts';
import type {VersionInfo, Warning} from './app.ts';
import type {ReadRoutemap} from './known-routemap.ts';

/** What the operator of an app should know besides its state: of its versions, and of routes that its routemap did not fail at. */
export function warningsOf(
	routemap: ReadRoutemap,
	versions: readonly VersionInfo[],
	routed: readonly RoutedObject[],
	failures: readonly Failure[],
	types: ResourceTypes,
): readonly Warning[] {
	return [...misrouted(versions), ...blocked(versions), ...lagging(routemap, routed, failures, types)];
}

/** Iter8's canary routes send ordinary requests to the primary also when it is down; an app not deployed yet misses none. */
function misrouted(versions: readonly VersionInfo[]): readonly Warning[] {
	if (versions.every(({phase}) => phase === 'absent')) return [];
	return versions.flatMap(({title, isAvailable, reachedBy, requests, reason}) =>
		isAvailable || reachedBy === 'nothing' || reachedBy === 'unknown'
			? []
			: [{kind: 'misrouted', words: `requests (${requests}) go to ${title}, which cannot take them: ${reason}`}],
	);
}

function blocked(versions: readonly VersionInfo[]): readonly Warning[] {
	return versions.flatMap(({phase, reason}) => (phase === 'blocked' ? [{kind: 'blocked', words: reason}] : []));
}

function differing(template: string, {kind, metadata: {name}}: KubeObject, live: KubeObject | undefined): string {
	return live
		? `${kind} ${name} differs from what routing template ${template} renders now`
		: `${kind} ${name} of routing template ${template} does not exist`;
}

/** Routes that are not as they should be, for no fault of their templates. */
function lagging(
	{routemap, render}: ReadRoutemap,
	routed: readonly RoutedObject[],
	failures: readonly Failure[],
	types: ResourceTypes,
): readonly Warning[] {
	const failed = new Set(failures.map(({template}) => template));
	const first = (template: string): KubeObject | undefined => {
		const found = render(primaryAlone(routemap), types).find(route => route.template === template);
		return found && 'object' in found ? found.object : undefined;
	};
	return routed.flatMap(({info: {template, ...info}, object, live}): readonly Warning[] => {
		if (info.isInForce || failed.has(template)) return [];
		const isForeign = live && !mayWrite(routemap, live, first(template));
		return [{kind: 'route', words: isForeign ? foreignRoute(live) : differing(template, object, live)}];
	});
}
