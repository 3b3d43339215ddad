import type {AppInfo} from '../info/app.ts';
import {describeApps} from '../info/describe-apps.ts';
import {knownRoutemap} from '../info/known-routemap.ts';
import {lookupAmong, type Snapshot} from '../info/snapshot.ts';
import {routeObject} from '../info/version-object.ts';
import {denied} from '../kube/access-review.ts';
import {routeOf} from '../mesh/route.ts';
import type {Cluster} from '../objects/cluster.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import {defaultResourceTypes as types} from '../objects/resource-types.ts';
import {
	deployments,
	httpRoutes,
	inferenceServices,
	services,
	virtualServices,
	type Resource,
} from '../objects/resource.ts';
import {neededAccess} from '../ownership/needed-access.ts';
import type {Lookup} from '../routemap/availability.ts';
import type {Scope} from '../snapshot/collections.ts';
import {fetchSnapshot} from '../snapshot/fetch-snapshot.ts';
import type {Denial, Survey, SurveyedApp} from './check-input.ts';
import {knownGateways} from './known-gateways.ts';
import {Reading} from './permissive-reader.ts';
import {serviceAt} from './version-hosts.ts';

const statefulSets: Resource = {group: 'apps', version: 'v1', plural: 'statefulsets', kind: 'StatefulSet'};

/** Labels of Iter8's own controller, by its charts. */
const iter8Selector = 'app.kubernetes.io/name in (iter8,iter8-controller)';

/**
 * Reads all that a check looks at. What may not be read is noted; rejects when routemaps may not be listed, and as `Cluster` does
 * when there is no answer.
 */
export async function readSurvey(cluster: Cluster, scope: Scope, now: Date, signal: AbortSignal): Promise<Survey> {
	const {namespace} = scope;
	const reading = new Reading(cluster, signal);
	const everywhere = namespace === undefined ? [undefined] : [undefined, namespace];
	const [snapshot, models, vs, http, ...controllers] = await Promise.all([
		fetchSnapshot(cluster, scope, signal),
		reading.list(inferenceServices, [namespace]),
		reading.list(virtualServices, everywhere),
		reading.list(httpRoutes, everywhere),
		reading.list(statefulSets, everywhere, {labelSelector: iter8Selector}),
		reading.list(deployments, everywhere, {labelSelector: iter8Selector}),
	]);
	const missingKinds = new Set(reading.missing);
	const apps = describeApps(snapshot, now).flatMap(info => surveyedApp(snapshot, info));
	const [resources, gateways, served, denials] = await Promise.all([
		resourcesOf(reading, snapshot, apps),
		knownGateways(
			reading,
			apps.flatMap(app => app.routes),
		),
		servicesOf(reading, apps),
		denialsOf(cluster, namespace, apps, missingKinds, signal),
	]);
	return {
		namespace,
		isOfOneApp: scope.app !== undefined,
		now,
		snapshot,
		apps,
		resources,
		missingKinds,
		inferenceServices: models,
		allRoutes: [...vs, ...http],
		gateways,
		services: served,
		iter8Controllers: controllers.flat(),
		denials,
		unread: [...reading.forbidden],
	};
}

function surveyedApp(snapshot: Snapshot, info: AppInfo): readonly SurveyedApp[] {
	const configMap = snapshot.routemaps.find(
		({metadata}) => metadata.name === info.routemap && (metadata.namespace ?? 'default') === info.namespace,
	);
	if (!configMap) return [];
	const known = knownRoutemap(configMap);
	if ('error' in known) return [{info, configMap, routemap: undefined, routes: []}];
	const rendered = known.render(info.versions.map(({weight}) => weight));
	const routes = rendered.flatMap(each => {
		if ('error' in each) return [];
		const {kind, metadata} = each.object;
		return [routeObject(snapshot, info, {kind, name: metadata.name}) ?? each.object];
	});
	return [{info, configMap, routemap: known.routemap, routes}];
}

/** The snapshot lists only what carries the watch label, InferenceServices apart: what is not in it may yet be there. */
async function resourcesOf(reading: Reading, snapshot: Snapshot, apps: readonly SurveyedApp[]): Promise<Lookup> {
	const wanted = new Map<Resource, Set<string>>();
	const references = apps.flatMap(({routemap}) => (routemap?.versions ?? []).flatMap(({resources}) => resources));
	for (const {gvrShort, namespace, name} of references) {
		const resource = types.get(gvrShort)?.resource;
		if (!resource || resource.group === inferenceServices.group) continue;
		if (snapshot.applications(resource, namespace, name)) continue;
		wanted.set(resource, (wanted.get(resource) ?? new Set()).add(namespacedName(namespace, name)));
	}

	const found = await Promise.all(
		Array.from(wanted, async ([resource, titles]) => {
			const objects = await reading.objects(resource, titles);
			return [resource, [...objects.values()].filter(object => object !== undefined)] as const;
		}),
	);
	const others = lookupAmong(found);
	return (...key) => snapshot.applications(...key) ?? others(...key);
}

async function servicesOf(reading: Reading, apps: readonly SurveyedApp[]): Promise<Survey['services']> {
	const wanted = apps.flatMap(({info, routes}) => routes.flatMap(route => destinationsOf(route, info.namespace)));
	const objects = await reading.objects(services, wanted);
	return new Map(Array.from(objects, ([title, object]) => [title, object !== undefined] as const));
}

function destinationsOf(route: KubeObject, namespace: string): readonly string[] {
	const rules = routeOf(route)?.rules ?? [];
	const hosts = rules.flatMap(({destinations, mirrors = []}) => [...destinations, ...mirrors].map(({host}) => host));
	return hosts.flatMap(host => serviceAt(host, namespace) ?? []);
}

async function denialsOf(
	cluster: Cluster,
	namespace: string | undefined,
	apps: readonly SurveyedApp[],
	missingKinds: ReadonlySet<string>,
	signal: AbortSignal,
): Promise<readonly Denial[]> {
	const named = (short: readonly string[]): readonly Resource[] => {
		const resources = short.flatMap(name => types.get(name)?.resource ?? []);
		return [...new Set(resources)].filter(({kind}) => !missingKinds.has(kind));
	};
	const routemaps = apps.flatMap(({routemap}) => routemap ?? []);
	const applications = routemaps.flatMap(({versions}) => versions.flatMap(({resources}) => resources));
	const wanted = neededAccess(
		namespace,
		named(['isvc', ...applications.map(({gvrShort}) => gvrShort)]).filter(({plural}) => plural !== 'configmaps'),
		named(routemaps.length > 0 ? routemaps.flatMap(({templates}) => templates.map(({gvrShort}) => gvrShort)) : ['vs']),
	);
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
