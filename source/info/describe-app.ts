import {joinedRoutes} from '../mesh/joined-routes.ts';
import {requestClasses} from '../mesh/request-classes.ts';
import {defaultHoldMs} from '../objects/defaults.ts';
import {routeFieldManager} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {defaultResourceTypes as types} from '../objects/resource-types.ts';
import {versionAvailability, type Lookup} from '../routemap/assess/availability.ts';
import {isInForce} from '../routemap/assess/route-difference.ts';
import {versionWeights} from '../routemap/assess/weights.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {strategyOf} from '../routing/strategies/strategies.ts';
import type {AppInfo, RouteInfo, VersionInfo} from './app.ts';
import {describeState} from './describe-state.ts';
import {describeVersion} from './describe-version.ts';
import {knownRoutemap} from './known-routemap.ts';

/** One app, from its routemap's ConfigMap, the objects of its versions and its live routes. Never throws. */
export function describeApp(configMap: KubeObject, applications: Lookup, routes: Lookup, now: Date): AppInfo {
	const {name, namespace = 'default', creationTimestamp} = configMap.metadata;
	const app = {namespace, name: appNameOf(name), routemap: name, createdAt: creationTimestamp};
	const known = knownRoutemap(configMap);
	if ('error' in known) {
		const faults = [known.error.message];
		return {
			...app,
			strategy: 'unknown',
			state: describeState([], [], faults),
			versions: [],
			routes: [],
			faults,
			warnings: [],
		};
	}

	const {routemap} = known;
	const availability = routemap.versions.map(version =>
		versionAvailability(version, applications, {types, now, holdMs: defaultHoldMs}),
	);
	const weights = versionWeights(routemap, availability, applications, types);
	const rendered = known.render(weights);
	const faults = rendered.flatMap(route =>
		'error' in route ? [`routing template ${route.template}: ${route.error.message}`] : [],
	);
	const routed = rendered.flatMap(route =>
		'object' in route ? [{...route, live: routes(route.resource, namespace, route.object.metadata.name)}] : [],
	);
	const routeInfos = routed.map(({template, object, live}) => ({
		template,
		kind: object.kind,
		name: object.metadata.name,
		exists: live !== undefined,
		isInForce: isInForce(object, live, routeFieldManager),
	}));
	const classes = joinedRoutes(routed.flatMap(({live}) => live ?? [])).map(route => route && requestClasses(route));
	const versions = availability.flatMap((found, index) => {
		const version = routemap.versions[index];
		if (!version) return [];
		const role = index === 0 ? 'primary' : 'candidate';
		const facts = {role, availability: found, weight: weights[index] ?? 0, routes: classes} as const;
		return [describeVersion(version, facts, applications, types)];
	});
	return {
		...app,
		strategy: strategyOf(routemap),
		state: describeState(versions, routeInfos, faults),
		versions,
		routes: routeInfos,
		faults,
		warnings: [...misrouted(versions), ...routeInfos.flatMap(route => differing(route))],
	};
}

/** Iter8's canary routes send ordinary requests to the primary also when it is down; an app not deployed yet misses none. */
function misrouted(versions: readonly VersionInfo[]): readonly string[] {
	if (versions.every(({phase}) => phase === 'absent')) return [];
	return versions.flatMap(({name, isAvailable, requests, reason}) =>
		isAvailable || requests === 'none' || requests === 'unknown'
			? []
			: [`requests (${requests}) go to ${name}, which cannot take them: ${reason}`],
	);
}

function differing({kind, name, exists, isInForce, template}: RouteInfo): readonly string[] {
	if (isInForce) return [];
	return [
		exists
			? `${kind} ${name} differs from what routing template ${template} renders now`
			: `${kind} ${name} of routing template ${template} does not exist`,
	];
}
