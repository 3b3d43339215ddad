import type {Reconciled} from '../reconcile/reconcile.ts';
import type {Routemap} from '../routemap/routemap.ts';
import type {ControllerOptions, ControllerState} from './controller-state.ts';

/** What keeps a routemap from being judged: a resource whose objects are not known. */
export function obstaclesOf(routemap: Routemap, {informers, options}: ControllerState): readonly string[] {
	const application = routemap.versions.flatMap(({resources}) => resources.map(({gvrShort}) => gvrShort));
	const route = routemap.templates.map(({gvrShort}) => gvrShort);
	const obstacles = new Set<string>();
	for (const [role, names] of [
		['application', application],
		['route', route],
	] as const) {
		for (const gvrShort of new Set(names)) {
			const type = options.types.get(gvrShort);
			const obstacle = type && informers.obstacle(role, type.resource);
			if (obstacle !== undefined) obstacles.add(obstacle);
		}
	}

	return [...obstacles];
}

/** A daemon of one namespace sees no objects of others, also where it was told that routemaps may reach them. */
export function unseenResources(
	routemap: Routemap,
	{namespace, reach}: Pick<ControllerOptions, 'namespace' | 'reach'>,
): readonly string[] {
	if (namespace === undefined) return [];
	return routemap.versions.flatMap(({resources}) =>
		resources.flatMap(resource =>
			resource.namespace === namespace || !reach.namespaces.includes(resource.namespace)
				? []
				: [
						`${resource.gvrShort} ${resource.name} is in namespace ${resource.namespace}, but this daemon watches ${namespace} only`,
					],
		),
	);
}

/** Iter8's canary routes send ordinary requests to the primary also when it is down; whoever is on call should know. */
export function unservedPrimary(routemap: Routemap, {availability}: Reconciled): readonly string[] {
	const [primary] = availability;
	if (!primary || primary.isAvailable) return [];
	const name = routemap.versions[0]?.resources.map(resource => resource.name).join(', ') ?? '';
	return [
		primary.cause === 'leaving'
			? `the primary ${name} is being deleted and answers requests only until it is gone`
			: `the primary ${name} cannot take requests: ${primary.reason}`,
	];
}
