import type {ResourceTypes} from '../objects/resource-types.ts';
import {
	configMaps,
	deployments,
	events,
	inferenceServices,
	leases,
	services,
	virtualServices,
	type Resource,
} from '../objects/resource.ts';
import type {Routemap} from '../routemap/routemap.ts';
import type {Access} from './access.ts';

/** What stands in an app for the kinds that differ from app to app. */
export interface AppKinds {
	/** What its versions are: InferenceServices, Deployments, … */
	readonly versions: readonly Resource[];
	/** All that its routemap names, Services and ConfigMaps with weights included: the daemon guards them. */
	readonly resources: readonly Resource[];
	readonly routes: readonly Resource[];
}

/** The service account that daemons run as, and the policy that holds it to its work, as they ship. */
export const routerAccount = 'kubectl-iter8-router';

/** The same of daemons that also perform rollouts; and the policy for everybody who writes what they act on. */
export const rolloutsAccount = 'kubectl-iter8-rollouts';
export const recordsPolicy = 'kubectl-iter8-rollout-records';

const verbOrder = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;
type Verb = (typeof verbOrder)[number];
type Subject = keyof AppKinds | 'configMaps' | 'services' | 'workloads' | 'leases' | 'events';

/** What the terminal UI can do to an app, by the name of the verb that does the same; `watch` is the daemon. */
export type ActionName =
	| 'init'
	| 'deploy'
	| 'weights'
	| 'promote'
	| 'abort'
	| 'undo'
	| 'cleanup'
	| 'send-test'
	| 'compare'
	| 'watch';

/** What a daemon does beside watching when it performs rollouts. */
type Rollouts = 'rollouts';

type Row = Readonly<Partial<Record<Subject, readonly Verb[]>>>;

/**
 * What is asked of the API server, and so what has to be allowed: the one table that the roles in plugin/manifests/, `check` and
 * the terminal UI's dim keys follow. By server-side apply an object is created only with both create and patch.
 */
const permissions: Readonly<Record<ActionName | Rollouts | 'look' | 'without a daemon', Row>> = {
	look: {
		configMaps: ['get', 'list', 'watch'],
		versions: ['get', 'list', 'watch'],
		routes: ['get', 'list', 'watch'],
		services: ['get'],
		leases: ['get'],
	},
	init: {configMaps: ['create', 'patch'], services: ['create', 'patch'], versions: ['patch']},
	deploy: {versions: ['create']},
	weights: {configMaps: ['patch']},
	promote: {configMaps: ['create', 'update'], versions: ['update', 'delete']},
	abort: {configMaps: ['create', 'update'], versions: ['update', 'delete']},
	undo: {configMaps: ['create', 'update'], versions: ['update']},
	cleanup: {configMaps: ['patch', 'delete'], services: ['delete'], routes: ['delete'], versions: ['patch']},
	'send-test': {services: ['get'], routes: ['get']},
	compare: {services: ['get'], routes: ['get']},
	watch: {
		configMaps: ['list', 'watch'],
		resources: ['get', 'list', 'watch', 'patch'],
		routes: ['list', 'watch', 'create', 'patch'],
		leases: ['get', 'create', 'update'],
		events: ['create', 'patch'],
	},
	// by an account of its own, which has the row of `watch` as well
	rollouts: {
		configMaps: ['create', 'update'],
		versions: ['update', 'delete'],
		workloads: ['get', 'list', 'watch'],
		services: ['get', 'delete'],
	},
	// what the verbs do themselves where nobody leads
	'without a daemon': {versions: ['patch'], routes: ['create', 'patch']},
};

/** Actions that change nothing. */
const harmless: ReadonlySet<ActionName> = new Set(['send-test', 'compare']);

export const actionNames = Object.keys(permissions).filter(
	(name): name is ActionName => name !== 'look' && name !== 'rollouts' && name !== 'without a daemon',
);

/** Actions that read-only mode forbids. */
export const changingActions: readonly ActionName[] = actionNames.filter(name => !harmless.has(name));

/** Actions that may not be done, each with the reason in a sentence: `you may not patch virtualservices in namespace models`. */
export type Forbidden = ReadonlyMap<ActionName, string>;

/** An access that somebody needs: the user for the verbs, or a daemon. */
export interface NeededAccess {
	readonly who: 'verbs' | 'daemon';
	readonly access: Access;
}

/**
 * The kinds of some routemaps; where there is none yet, those of a model under Istio. The daemon looks after InferenceServices in
 * any case, as their routemap may be gone.
 */
export function kindsOf(routemaps: readonly Routemap[], types: ResourceTypes): AppKinds {
	const named = (short: readonly string[]): readonly Resource[] => [
		...new Set(short.flatMap(name => types.get(name)?.resource ?? [])),
	];
	const resources = named(
		routemaps.flatMap(({versions}) => versions.flatMap(version => version.resources.map(({gvrShort}) => gvrShort))),
	);
	const versions = resources.filter(resource => resource !== configMaps && resource !== services);
	const routes = named(routemaps.flatMap(({templates}) => templates.map(({gvrShort}) => gvrShort)));
	return {
		versions: versions.length > 0 ? versions : [inferenceServices],
		resources: [...new Set([inferenceServices, ...resources])],
		routes: routes.length > 0 ? routes : [virtualServices],
	};
}

/** What an action needs beside looking (rollouts: beside watching), in a namespace or (undefined) in all. */
export function accessOf(
	action: ActionName | Rollouts,
	kinds: AppKinds,
	namespace: string | undefined,
): readonly Access[] {
	return accesses([permissions[action]], kinds, namespace);
}

/** What the verbs, looking included, and a daemon need in a namespace or (undefined) in all. */
export function neededAccess(kinds: AppKinds, namespace: string | undefined): readonly NeededAccess[] {
	const {watch, rollouts: _, ...verbs} = permissions;
	return [
		...accesses(Object.values(verbs), kinds, namespace).map(access => ({who: 'verbs', access}) as const),
		...accesses([watch], kinds, namespace).map(access => ({who: 'daemon', access}) as const),
	];
}

/** Each access once, resource by resource, verbs in their usual order. */
function accesses(rows: readonly Row[], kinds: AppKinds, namespace: string | undefined): readonly Access[] {
	const resourcesOf: Readonly<Record<Subject, readonly Resource[]>> = {
		configMaps: [configMaps],
		services: [services],
		workloads: [deployments],
		leases: [leases],
		events: [events],
		...kinds,
	};
	const verbs = new Map<Resource, Set<Verb>>();
	for (const row of rows) {
		for (const [subject, wanted] of Object.entries(row) as [Subject, readonly Verb[]][]) {
			for (const resource of resourcesOf[subject]) {
				verbs.set(resource, new Set([...(verbs.get(resource) ?? []), ...wanted]));
			}
		}
	}

	return Array.from(verbs).flatMap(([resource, wanted]) =>
		verbOrder.filter(verb => wanted.has(verb)).map(verb => ({verb, resource, namespace})),
	);
}
