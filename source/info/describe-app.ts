import {joinedRoutes} from '../mesh/joined-routes.ts';
import {requestClasses} from '../mesh/request-classes.ts';
import {isFollowed} from '../mesh/route.ts';
import {defaultHoldMs} from '../objects/defaults.ts';
import {routeFieldManager} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {defaultResourceTypes as types} from '../objects/resource-types.ts';
import {foreignRoute, mayWrite, primaryAlone} from '../ownership/live-route.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import {versionAvailability, type Lookup} from '../routemap/assess/availability.ts';
import {isInForce} from '../routemap/assess/route-difference.ts';
import {versionWeights} from '../routemap/assess/weights.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {strategyOf} from '../routing/strategies/strategies.ts';
import type {AppInfo, VersionInfo, Warning} from './app.ts';
import {describeState} from './describe-state.ts';
import {describeVersion, nameOfVersion} from './describe-version.ts';
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
	const inForce = new Set(routeInfos.flatMap(({isInForce, template}) => (isInForce ? [template] : [])));
	const isWhole = inForce.size === rendered.length;
	// A daemon may allow more than usual: what is in force it has allowed.
	const failures = (isWhole ? [] : permittedRoutes(routemap, weights, types)).flatMap(route =>
		'error' in route && !inForce.has(route.template) ? [route] : [],
	);
	const first = (template: string): KubeObject | undefined => {
		const found = known.render(primaryAlone(routemap)).find(route => route.template === template);
		return found && 'object' in found ? found.object : undefined;
	};
	const faults = failures.map(({template, error}) => `routing template ${template}: ${error.message}`);
	const classes = joinedRoutes(routed.flatMap(({live}) => live ?? [])).map(route =>
		route && isFollowed(route) ? requestClasses(route) : undefined,
	);
	const names = routemap.versions.map(version => nameOfVersion(version, types));
	const versions = availability.flatMap((found, index) => {
		const version = routemap.versions[index];
		if (!version) return [];
		const role = index === 0 ? 'primary' : 'candidate';
		const facts = {
			role,
			availability: found,
			weight: weights[index] ?? 0,
			routes: classes,
			versions: names,
			namespace,
		} as const;
		return [describeVersion(version, facts, applications, types)];
	});
	return {
		...app,
		strategy: strategyOf(routemap),
		state: describeState(versions, routeInfos, faults),
		versions,
		routes: routeInfos,
		faults,
		warnings: [
			...misrouted(versions),
			...blocked(versions),
			...routed.flatMap(({template, object, live}) =>
				inForce.has(template) || failures.some(failure => failure.template === template)
					? []
					: [
							{
								kind: 'route' as const,
								words:
									live && !mayWrite(routemap, live, first(template))
										? foreignRoute(live)
										: differing(template, object, live),
							},
						],
			),
		],
	};
}

/** Iter8's canary routes send ordinary requests to the primary also when it is down; an app not deployed yet misses none. */
function misrouted(versions: readonly VersionInfo[]): readonly Warning[] {
	if (versions.every(({phase}) => phase === 'absent')) return [];
	return versions.flatMap(({title, isAvailable, requests, reason}) =>
		isAvailable || requests === 'none' || requests === 'unknown'
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
