import {unreachable} from '../../check/read/known-gateways.ts';
import {findRoutemap} from '../../kube/find-routemap.ts';
import {halfCleanedWords} from '../../kube/no-such-app.ts';
import {find} from '../../objects/cluster.ts';
import {kindLabel, retiredKind, weightAnnotation} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import {configMaps, resourceName, services, type Resource} from '../../objects/resource.ts';
import {cleanupRemedy, compareRoutemap, type RoutemapComparison} from '../../ownership/compare-routemap.ts';
import {refuseForeignService} from '../../ownership/foreign-service.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import type {Claim} from '../../ownership/version-object.ts';
import {contains} from '../../routemap/assess/route-difference.ts';
import {parseRoutemap, type Routemap} from '../../routemap/routemap.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {liveRoutes} from '../../runner/live-routes.ts';
import {resourceOf} from '../resource-of.ts';
import {refuseForeignObject, refuseTakenName} from './foreign-objects.ts';
import {refuseForeignRoutes} from './foreign-routes.ts';
import {
	isUnlabelled,
	labelOnly,
	labelWarning,
	leftOutWarning,
	presentObjects,
	refuseOthers,
	type PresentObject,
} from './label-step.ts';
import type {WantedRouting} from './wanted-routing.ts';

/** One object of an app's routing. */
export interface RoutingPart {
	readonly resource: Resource;
	/** As init makes it, or as it stays. */
	readonly object: KubeObject;
	/** What happens to it, as kubectl says it. */
	readonly change: 'created' | 'configured' | 'labeled' | 'unchanged';
	/** Whether the routemap renders it, so that it is the daemon's to write. */
	readonly isRoute: boolean;
}

/** An app's routing as it is to be. */
export interface Routing {
	readonly app: string | undefined;
	/** Where the routemap is, which is where the app is. */
	readonly namespace: string;
	/** In the order in which to create them, after what becomes a version by a label. */
	readonly parts: readonly RoutingPart[];
	readonly labels: readonly PresentObject[];
	readonly claim: Claim;
	/** How it was found out what the app is. */
	readonly reasons: readonly string[];
	readonly warnings: readonly string[];
}

/**
 * Compares what is wanted with what is there, and refuses what would contradict it before anything is changed. What is there
 * stays: running init twice changes nothing, and objects that Helm made for the same app are adopted. Throws an Error that names
 * the owner where something else has the app's names or hosts.
 */
export async function routingOf(given: ActionContext, wanted: WantedRouting): Promise<Routing> {
	const {app, reasons} = wanted;
	const context = {...given, namespace: wanted.routemap?.metadata.namespace ?? given.namespace};
	const {namespace, types} = context;
	if (app === undefined || !wanted.routemap) {
		const found = await Promise.all(wanted.objects.map(object => readPart(context, object)));
		return {
			app,
			namespace,
			reasons,
			labels: [],
			claim: {app: '', namespace, others: [], types},
			...partsOf(found, wanted),
		};
	}

	const {routemap: own, others} = await findRoutemap(context.cluster, namespace, app, context.signal);
	const claim = {app, namespace, others, types};
	const routemap = called(wanted.routemap, own?.metadata.name);
	const found = await Promise.all([...wanted.objects, routemap].map(object => readPart(context, object)));
	const live = found.at(-1)?.live;
	refuseRetired(live, app);
	const comparison = live && compareRoutemap(live, {...wanted, routemap}, context.types);
	const effective = parseRoutemap(live && comparison !== 'changed' ? live : routemap);
	await refuseTakenName(context, app, []);
	for (const {resource, object, live: there} of found) {
		if (!there || object === routemap || isRendered(object, effective, context)) continue;
		refuseForeignObject(resource, object, there, {claim, routemap: live ?? routemap});
	}

	const service = found.find(({object}) => object.kind === services.kind && object.metadata.name === app);
	if (service?.live && comparison !== 'kept') refuseForeignService(service.live, service.object);
	await refuseForeignRoutes(context, effective, live);
	const asked = parseRoutemap(routemap);
	const present = await presentObjects(context, asked);
	if (wanted.takesOver) refuseOthers(present, claim);
	const unlabelled = present.filter(isUnlabelled);
	const labels = wanted.takesOver ? unlabelled : [];
	const {parts, warnings} = partsOf(found, wanted);
	const isChanged = parts.some(({change}) => change === 'configured');
	const routes = await routeParts(context, effective, isChanged || comparison === 'changed');
	const kept = `${resourceName(configMaps, routemap.metadata.name)} stays in force as it is, with other routes than init would make now; for those ${cleanupRemedy(app, routemap.metadata.namespace ?? 'default')}`;
	return {
		app,
		namespace,
		reasons,
		labels,
		claim,
		parts: [
			...labels.map(({resource, object}) => ({
				resource,
				object: labelOnly(object),
				change: 'labeled' as const,
				isRoute: false,
			})),
			...parts
				.filter(({object}) => !isRendered(object, effective, context))
				.map(part => (part.object === routemap ? ofRoutemap(part, live, comparison) : part)),
			...routes,
		],
		warnings: [
			...warnings,
			...unlabelled.flatMap(each => (wanted.takesOver ? labelWarning(each) : leftOutWarning(each, asked)) ?? []),
			...(comparison === 'kept' ? [kept] : []),
			...(await unreachable(
				context,
				routes.map(({object}) => object),
			)),
		],
	};
}

/** What a cleanup has begun to take down is not set up again by halves. */
function refuseRetired(live: KubeObject | undefined, app: string): void {
	if (live?.metadata.labels?.[kindLabel] !== retiredKind) return;
	throw new Error(halfCleanedWords(app, live.metadata.namespace ?? 'default'));
}

function ofRoutemap(
	part: RoutingPart,
	live: KubeObject | undefined,
	comparison: RoutemapComparison | undefined,
): RoutingPart {
	if (comparison === 'changed') return {...part, change: 'configured'};
	if (comparison !== 'kept' || !live) return part;
	const {labels, annotations} = live.metadata;
	const metadata = {...part.object.metadata, ...(labels && {labels}), ...(annotations && {annotations})};
	return {...part, object: {...live, metadata}};
}

/** A routemap under the name that the app's has already. */
function called(routemap: KubeObject, name = routemap.metadata.name): KubeObject {
	return name === routemap.metadata.name ? routemap : {...routemap, metadata: {...routemap.metadata, name}};
}

interface FoundPart {
	readonly resource: Resource;
	readonly object: KubeObject;
	readonly live: KubeObject | undefined;
}

async function readPart({cluster, namespace, signal}: ActionContext, object: KubeObject): Promise<FoundPart> {
	const resource = resourceOf(object);
	const place = object.metadata.namespace ?? namespace;
	return {resource, object, live: await find(cluster, resource, place, object.metadata.name, signal)};
}

/** Of what is there only a weight is changed, where a values file says another. */
function partsOf(found: readonly FoundPart[], {isUpgrade}: WantedRouting): Pick<Routing, 'parts' | 'warnings'> {
	const warnings: string[] = [];
	const parts = found.map(({resource, object, live}): RoutingPart => {
		const part = {resource, object, isRoute: false};
		if (!live) return {...part, change: 'created'};
		const weight = object.metadata.annotations?.[weightAnnotation];
		if (isUpgrade && weight !== undefined && live.metadata.annotations?.[weightAnnotation] !== weight) {
			return {...part, change: 'configured'};
		}

		if (isUpgrade && resource !== configMaps && !contains(live['spec'], object['spec'])) {
			const name = resourceName(resource, object.metadata.name);
			warnings.push(`${name} stays as it is, though the values file says otherwise`);
		}

		return {...part, change: 'unchanged'};
	});
	return {parts, warnings};
}

/** Whether an object is one of the routes that the routemap renders. */
function isRendered({kind, metadata}: KubeObject, routemap: Routemap, {types}: ActionContext): boolean {
	return permittedRoutes(
		routemap,
		routemap.versions.map(() => 1),
		types,
	).some(
		rendered =>
			'object' in rendered && rendered.object.kind === kind && rendered.object.metadata.name === metadata.name,
	);
}

async function routeParts(
	context: ActionContext,
	routemap: Routemap,
	isChanged: boolean,
): Promise<readonly RoutingPart[]> {
	const {cluster, namespace, signal} = context;
	const {routes} = await liveRoutes(context, routemap);
	return Promise.all(
		routes.map(async (rendered): Promise<RoutingPart> => {
			if ('error' in rendered) throw rendered.error;
			const {resource, object} = rendered;
			const {ownerReferences: _, ...metadata} = object.metadata; // its owner has no uid before it exists
			const live = await find(cluster, resource, namespace, metadata.name, signal);
			const change = live ? (isChanged ? 'configured' : 'unchanged') : 'created';
			return {resource, object: {...object, metadata}, change, isRoute: true};
		}),
	);
}
