import type {AppInfo} from '../../info/app.ts';
import {describeApps} from '../../info/describe-apps.ts';
import {knownRoutemap} from '../../info/known-routemap.ts';
import {lookupAmong, type Snapshot} from '../../info/snapshot.ts';
import {routeObject} from '../../info/version-object.ts';
import {denied} from '../../kube/access-review.ts';
import {findLostApps} from '../../kube/lost-apps.ts';
import type {Cluster} from '../../objects/cluster.ts';
import {getIfAllowed} from '../../objects/get-if-allowed.ts';
import {watchSelector} from '../../objects/labels.ts';
import {namespacedName, type KubeObject} from '../../objects/object.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import {
	configMaps,
	deployments,
	httpRoutes,
	inferenceServices,
	policyBindings,
	serviceEntries,
	services,
	virtualServices,
	type Resource,
} from '../../objects/resource.ts';
import {kindsOf, neededAccess, recordsPolicy, rolloutsAccount, routerAccount} from '../../ownership/permissions.ts';
import {ownReach} from '../../ownership/reach.ts';
import type {Lookup} from '../../routemap/assess/availability.ts';
import type {Scope} from '../../snapshot/collections.ts';
import {fetchFaults} from '../../snapshot/fetch-faults.ts';
import {fetchSnapshot} from '../../snapshot/fetch-snapshot.ts';
import {appService} from '../app-services.ts';
import type {CheckedApp, CheckInput, Denial} from '../check-input.ts';
import {hostsIn, serviceAt} from '../missing-service.ts';
import {knownGateways} from './known-gateways.ts';
import {PermissiveReader} from './permissive-reader.ts';

const statefulSets: Resource = {group: 'apps', version: 'v1', plural: 'statefulsets', kind: 'StatefulSet'};

/** Labels of Iter8's own controller, by its charts. */
const iter8Selector = 'app.kubernetes.io/name in (iter8,iter8-controller)';

/**
 * Reads all that a check looks at. What may not be read is noted; rejects when routemaps may not be listed, and as `Cluster` does
 * when there is no answer.
 */
export async function readCheckInput(
	cluster: Cluster,
	scope: Scope,
	now: Date,
	signal: AbortSignal,
	reach = ownReach,
): Promise<CheckInput> {
	const {namespace} = scope;
	const reader = new PermissiveReader(cluster, signal);
	const everywhere = namespace === undefined ? [undefined] : [undefined, namespace];
	const [watched, snapshot, models, vs, http, ...controllers] = await Promise.all([
		scope.app === undefined ? watchedIn(reader, namespace) : [],
		fetchSnapshot(cluster, scope, signal, now),
		reader.list(inferenceServices, [namespace]),
		reader.list(virtualServices, everywhere),
		reader.list(httpRoutes, everywhere),
		reader.list(statefulSets, everywhere, {labelSelector: iter8Selector}),
		reader.list(deployments, everywhere, {labelSelector: iter8Selector}),
	]);
	const missingKinds = new Set(reader.missing);
	const apps = describeApps(snapshot, now).flatMap(info => checkedApp(snapshot, info));
	const {routemaps, settingsIn} = snapshot;
	const typesIn = (place: string): ResourceTypes => settingsIn(place).types;
	const [lost, resources, gateways, served, denials, policies, faults] = await Promise.all([
		scope.app === undefined ? findLostApps({cluster, namespace, routemaps, typesIn, signal}) : [],
		resourcesOf(reader, snapshot, apps),
		knownGateways(
			reader,
			apps.flatMap(app => app.routes),
		),
		servicesOf(reader, apps),
		denialsOf(cluster, namespace, apps, missingKinds, signal),
		policiesIn(cluster, signal),
		fetchFaults(
			cluster,
			apps.map(({info}) => info),
			signal,
		),
	]);
	return {
		namespace,
		isOfOneApp: scope.app !== undefined,
		now,
		reach,
		snapshot,
		apps,
		lost,
		resources,
		missingKinds,
		inferenceServices: models,
		watched,
		allRoutes: [...vs, ...http],
		gateways,
		services: served,
		iter8Controllers: controllers.flat(),
		denials,
		faults,
		policies,
		unread: [...reader.forbidden],
	};
}

/** What versions may be made of besides InferenceServices, as far as a daemon sees it. */
async function watchedIn(reader: PermissiveReader, namespace: string | undefined): Promise<readonly KubeObject[]> {
	const lists = await Promise.all(
		[deployments, services, configMaps].map(resource =>
			reader.list(resource, [namespace], {labelSelector: watchSelector}),
		),
	);
	return lists.flat();
}

function checkedApp(snapshot: Snapshot, info: AppInfo): readonly CheckedApp[] {
	const configMap = snapshot.routemaps.find(
		({metadata}) => metadata.name === info.routemap && (metadata.namespace ?? 'default') === info.namespace,
	);
	if (!configMap) return [];
	const {types} = snapshot.settingsIn(info.namespace);
	const known = knownRoutemap(configMap);
	if ('error' in known) return [{info, configMap, types, routemap: undefined, routes: []}];
	const rendered = known.render(
		info.versions.map(({weight}) => weight),
		types,
	);
	const routes = rendered.flatMap(each => {
		if ('error' in each) return [];
		const {kind, metadata} = each.object;
		return [routeObject(snapshot, info, {kind, name: metadata.name}) ?? each.object];
	});
	return [{info, configMap, types, routemap: known.routemap, routes}];
}

/** The snapshot lists only what carries the watch label, InferenceServices apart: what is not in it may yet be there. */
async function resourcesOf(reader: PermissiveReader, snapshot: Snapshot, apps: readonly CheckedApp[]): Promise<Lookup> {
	const wanted = new Map<Resource, Set<string>>();
	const references = apps.flatMap(({routemap, types}) =>
		(routemap?.versions ?? []).flatMap(({resources}) => resources.map(reference => ({...reference, types}))),
	);
	for (const {gvrShort, namespace, name, types} of references) {
		const resource = types.get(gvrShort)?.resource;
		if (!resource || resource.group === inferenceServices.group) continue;
		if (snapshot.applications(resource, namespace, name)) continue;
		wanted.set(resource, (wanted.get(resource) ?? new Set()).add(namespacedName(namespace, name)));
	}

	const found = await Promise.all(
		Array.from(wanted, async ([resource, titles]) => {
			const objects = await reader.objects(resource, titles);
			return [resource, [...objects.values()].filter(object => object !== undefined)] as const;
		}),
	);
	const others = lookupAmong(found);
	return (...key) => snapshot.applications(...key) ?? others(...key);
}

async function servicesOf(reader: PermissiveReader, apps: readonly CheckedApp[]): Promise<CheckInput['services']> {
	const own = new Set(apps.flatMap(app => appService(app) ?? []));
	const wanted = apps.flatMap(({info, routes}) => routes.flatMap(route => destinationsOf(route, info.namespace)));
	const objects = await reader.objects(services, [...wanted, ...own]);
	const missing = [...own].filter(title => objects.has(title) && objects.get(title) === undefined);
	const entries = await reader.objects(serviceEntries, missing);
	return new Map(
		Array.from(objects, ([title, object]) => [title, object ?? entries.get(title)] as const).filter(
			([title]) => !missing.includes(title) || entries.has(title),
		),
	);
}

function destinationsOf(route: KubeObject, namespace: string): readonly string[] {
	return hostsIn(route).flatMap(host => serviceAt(host, namespace) ?? []);
}

async function policiesIn(cluster: Cluster, signal: AbortSignal): Promise<CheckInput['policies']> {
	const found = await Promise.all(
		[routerAccount, rolloutsAccount, recordsPolicy].map(async name => {
			const {kind, object} = await getIfAllowed({cluster, signal}, policyBindings, undefined, name);
			return kind === 'known' ? [[name, object !== undefined] as const] : [];
		}),
	);
	return new Map(found.flat());
}

async function denialsOf(
	cluster: Cluster,
	namespace: string | undefined,
	apps: readonly CheckedApp[],
	missingKinds: ReadonlySet<string>,
	signal: AbortSignal,
): Promise<readonly Denial[]> {
	const kinds = kindsOf(
		apps.flatMap(({routemap}) => routemap ?? []),
		new Map(apps.flatMap(({types}) => [...types])),
	);
	const wanted = neededAccess(kinds, namespace).filter(({access}) => !missingKinds.has(access.resource.kind));
	const answers = await denied(
		cluster,
		wanted.map(({access}) => access),
		signal,
	);
	return wanted.flatMap(({who, access}) => {
		if (!answers.has(access)) return [];
		const {resource, verb} = access;
		const name = `${resource.plural}${resource.group === '' ? '' : `.${resource.group}`}`;
		const place = namespace === undefined ? 'in all namespaces' : `in namespace ${namespace}`;
		return [{who, verb, where: `${name} ${place}`}];
	});
}
