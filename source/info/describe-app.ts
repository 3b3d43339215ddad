import {joinedRoutes} from '../mesh/joined-routes.ts';
import {requestClasses} from '../mesh/request-classes.ts';
import {isFollowed} from '../mesh/route.ts';
import type {LeaderSettings} from '../objects/leader-settings.ts';
import type {KubeObject} from '../objects/object.ts';
import {readPrevious} from '../rollout/previous.ts';
import {assess} from '../routemap/assess/assess.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {strategyOf} from '../routing/strategies/strategies.ts';
import {mainResource} from '../versions/main-resource.ts';
import {routesOf} from './app-routes.ts';
import type {AppInfo} from './app.ts';
import {describeVersion, nameOfVersion} from './describe-version.ts';
import {halfDoneTo, uidOfRemoval} from './half-done.ts';
import {knownRoutemap} from './known-routemap.ts';
import {hadVersion, rolloutInfo} from './rollout-info.ts';

/** What an app is described from, besides its routemap. */
interface AppFacts {
	/** The objects of its versions. */
	readonly applications: Lookup;
	/** The live routes. */
	readonly routes: Lookup;
	/** What is kept of a rollout of it, if anything. */
	readonly record?: KubeObject | undefined;
	readonly settings: LeaderSettings;
	readonly now: Date;
}

/** One app, as the daemon with these settings finds it. Never throws. */
export function describeApp(configMap: KubeObject, {applications, routes, record, settings, now}: AppFacts): AppInfo {
	const {name, namespace = 'default', creationTimestamp} = configMap.metadata;
	const rollout = record && rolloutInfo(record);
	const app = {
		namespace,
		name: appNameOf(name),
		routemap: name,
		isImmutable: configMap['immutable'] === true,
		rollout,
		wasDeployed: record !== undefined && hadVersion(record),
		createdAt: creationTimestamp,
	};
	const known = knownRoutemap(configMap);
	if ('error' in known) {
		const faults = [known.error.message];
		return {
			...app,
			strategy: 'unknown',
			versions: [],
			routes: [],
			isRouted: false,
			faults,
			halfDone: undefined,
			pastChanges: 0,
		};
	}

	const {routemap} = known;
	const {types} = settings;
	const {availability, weights} = assess(routemap, applications, {...settings, now});
	const {routed, failures} = routesOf(known, weights, routes, types);
	const isTaken = routed.every(({info}) => info.rejection === undefined);
	const classes = joinedRoutes(routed.flatMap(({live}) => live ?? [])).map(route =>
		route && isTaken && isFollowed(route) ? requestClasses(route) : undefined,
	);
	const names = routemap.versions.map(version => nameOfVersion(version, types, applications));
	const common = {routes: classes, versions: names, namespace};
	const versions = routemap.versions.flatMap((version, index) => {
		const found = availability[index];
		if (!found) return [];
		const role = index === 0 ? 'primary' : 'candidate';
		const facts = {...common, role, availability: found, weight: weights[index] ?? 0} as const;
		return [describeVersion(version, facts, applications, types)];
	});
	const objects = routemap.versions.map((version, index) => {
		const reference = mainResource(version, types);
		const resource = reference && types.get(reference.gvrShort)?.resource;
		const object = resource && applications(resource, reference.namespace, reference.name);
		return {name: reference?.name ?? '', title: versions[index]?.title ?? '', object};
	});
	const primary = objects[0]?.object;
	const removed = rollout && uidOfRemoval(record);
	const isOver = removed !== undefined && !objects.some(({object}) => object?.metadata.uid === removed);
	return {
		...app,
		rollout: rollout && {...rollout, ...(isOver && {isOver})},
		strategy: strategyOf(routemap),
		versions,
		routes: routed.map(({info}) => info),
		isRouted: routemap.templates.length > 0,
		faults: failures.map(({template, error}) => `routing template ${template}: ${error.message}`),
		halfDone: halfDoneTo(objects, record),
		pastChanges: (primary && readPrevious(primary)?.past.length) ?? 0,
	};
}
