import {versionAtHost, versionOf, versionTitle, type VersionName} from '../../info/version-host.ts';
import {componentServices} from '../../kserve/components.ts';
import {bareHost, completeHost} from '../../mesh/host.ts';
import {joinedRoutes} from '../../mesh/joined-routes.ts';
import type {Destination, Route, Rule} from '../../mesh/route.ts';
import {namespacedName, type KubeObject} from '../../objects/object.ts';
import {modelMesh, sharedServices} from '../../routing/reach.ts';
import type {Unknown} from '../numbers.ts';
import type {ServiceName} from './counters.ts';

/** By which Services a version's requests are known, or why by none. */
export type CountedBy =
	| {readonly services: readonly ServiceName[]; readonly isCopy: boolean}
	| {readonly unknown: Unknown};

/** How an app's requests are counted. */
export interface CountedApp {
	/** By the version's title. */
	readonly versions: ReadonlyMap<string, CountedBy>;
	/** The gateways that requests come back to, where the last pass is counted. */
	readonly gateways: readonly ServiceName[];
}

/** A place that a rule sends requests to, and whose they are. */
interface Place {
	readonly version: VersionName | undefined;
	/** The Service that answers, as far as the route tells: that of the Host that is set, or of the destination. */
	readonly host: string;
	/** The gateway on the way. */
	readonly gateway: string | undefined;
}

/**
 * Which Services' counters are a version's. Each request is counted once, where it leaves the last gateway: in the first of two
 * passes it goes to the gateway itself, whose counter is everybody's. So a Service counts when the route sends requests to it, or
 * gives them its Host on the way to a gateway; a Service that several versions share counts for none.
 * @param routesFor What the routemap renders for weights: a version may get requests only while all that come before it are missing.
 */
export function countedBy(
	routesFor: (weights: readonly number[]) => readonly KubeObject[],
	versions: readonly VersionName[],
	namespace: string,
): CountedApp {
	const all = placesIn(routesFor(versions.map(() => 1)), versions, namespace);
	const used = [all];
	const counted = versions.map((version): readonly [string, CountedBy] => {
		const title = versionTitle(version, versions);
		const by = countedAs(version, all);
		if (!('unknown' in by) || by.unknown.kind !== 'no-route') return [title, by];
		const alone = placesIn(routesFor(versions.map(other => (other === version ? 1 : 0))), versions, namespace);
		used.push(alone);
		return [title, countedAs(version, alone)];
	});
	const gateways = used.flatMap(({places}) => places.flatMap(({gateway}) => gateway ?? []));
	return {versions: new Map(counted), gateways: unique(gateways.flatMap(gateway => serviceAt(gateway) ?? []))};
}

interface Places {
	readonly places: readonly Place[];
	readonly copies: readonly Place[];
}

function placesIn(routes: readonly KubeObject[], versions: readonly VersionName[], namespace: string): Places {
	const known = joinedRoutes(routes).flatMap(route => route ?? []);
	const rules = known.flatMap(route => route.rules.map(rule => ({route, rule})));
	return {
		places: rules.flatMap(({route, rule}) =>
			rule.destinations.map(destination => placeOf({route, rule, destination}, versions, namespace)),
		),
		copies: rules.flatMap(({rule: {mirrors = []}}) =>
			mirrors.map(({host}) => ({
				version: versionAtHost(host, versions, namespace),
				host: completeHost(host, namespace),
				gateway: undefined,
			})),
		),
	};
}

function countedAs(version: VersionName, {places, copies}: Places): CountedBy {
	const own = places.filter(place => place.version === version);
	const found = own.length > 0 ? own : copies.filter(copy => copy.version === version);
	if (found.length === 0) return {unknown: {kind: 'no-route'}};
	const all = [...places, ...copies];
	const shared = found.find(
		({host}) => sharedNames.has(nameIn(host)) || all.some(other => other.host === host && other.version !== version),
	);
	if (shared) return {unknown: {kind: 'shared-service', host: shared.host}};
	const services = found.flatMap(({host, gateway}) => {
		const service = serviceAt(host);
		if (!service) return [];
		return gateway === undefined ? [service] : behindGateway(service, version);
	});
	return {services: unique(services), isCopy: own.length === 0};
}

function placeOf(
	{route, rule, destination}: {readonly route: Route; readonly rule: Rule; readonly destination: Destination},
	versions: readonly VersionName[],
	namespace: string,
): Place {
	const authority = rule.rewrite?.authority ?? rule.headers?.authority ?? destination.headers?.authority;
	const host = completeHost(bareHost(destination.host), namespace);
	const version = versionOf({version: destination.version, authority, host}, versions, namespace);
	const isDirect = version !== undefined && versionAtHost(host, versions, namespace) === version;
	if (isDirect || (authority === undefined && !isGateway(host))) return {version, host, gateway: undefined};
	const next = authority === undefined ? undefined : bareHost(authority);
	const comesBack = next === undefined || route.hosts.some(own => [own, completeHost(own, namespace)].includes(next));
	return comesBack
		? {version: undefined, host, gateway: host}
		: {version, host: completeHost(next, namespace), gateway: host};
}

/** Services that everybody's requests go to. */
const sharedNames: ReadonlySet<string> = new Set(sharedServices.map(nameIn));

function isGateway(host: string): boolean {
	return sharedNames.has(nameIn(host)) && nameIn(host) !== modelMesh.name;
}

function nameIn(host: string): string {
	return host.split('.', 1)[0] ?? '';
}

function serviceAt(host: string): ServiceName | undefined {
	const [name = '', namespace = '', service = 'svc'] = host.split('.');
	return name === '' || namespace === '' || service !== 'svc' ? undefined : {namespace, name};
}

/** A host of a whole InferenceService leads to its predictor, by KServe's own route. */
function behindGateway({namespace, name}: ServiceName, version: VersionName): readonly ServiceName[] {
	const isWhole = name === version.name && namespace === version.namespace;
	const names = isWhole ? [name, ...componentServices(name, 'predictor')] : [name];
	return names.map(each => ({namespace, name: each}));
}

function unique(services: readonly ServiceName[]): readonly ServiceName[] {
	return [...new Map(services.map(service => [namespacedName(service.namespace, service.name), service])).values()];
}

/** The title of the version that a Service is of: one of its own, or a revision that Knative has made (`-00001`, `-private`). */
export function versionOfService({
	versions,
}: Pick<CountedApp, 'versions'>): (service: ServiceName) => string | undefined {
	const titles = new Map<string, string>();
	for (const [title, counted] of versions) {
		if ('unknown' in counted) continue;
		for (const {namespace, name} of counted.services) titles.set(namespacedName(namespace, name), title);
	}

	return ({namespace, name}) =>
		titles.get(namespacedName(namespace, name)) ??
		titles.get(namespacedName(namespace, name.replace(/-\d{5}(-private)?$/, '')));
}
