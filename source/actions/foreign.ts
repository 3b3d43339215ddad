import {routeOwner} from '../controller/reconcile.ts';
import {routeOf} from '../mesh/route.ts';
import {hasReason} from '../objects/cluster.ts';
import {fieldAt, stringAt, type KubeObject} from '../objects/object.ts';
import {configMaps, resourceName, services, virtualServices} from '../objects/resource.ts';
import {renderRoutes} from '../routemap/render.ts';
import {kindLabel, parseRoutemap, type Routemap} from '../routemap/routemap.ts';
import {routemapName} from '../strategies/app.ts';
import type {ActionContext} from './action-context.ts';

/** Throws when the Service of the app's name is not the ExternalName that init would make. */
export function refuseForeignService(live: KubeObject, wanted: KubeObject): void {
	const name = resourceName(services, live.metadata.name);
	const type = stringAt(live, 'spec', 'type') ?? 'ClusterIP';
	if (type !== 'ExternalName') {
		throw new Error(
			`${name} exists and is a Service of type ${type}${ownerWords(live)}: choose another app name, or remove it`,
		);
	}

	const target = stringAt(live, 'spec', 'externalName');
	if (target !== fieldAt(wanted, 'spec', 'externalName')) {
		throw new Error(
			`${name} exists and stands for ${target ?? '<none>'}${ownerWords(live)}: choose another app name, or remove it`,
		);
	}
}

/** Throws when the routemap's name is taken by something else, or by a routemap of other versions. */
export function refuseForeignRoutemap(live: KubeObject, wanted: KubeObject): void {
	const name = resourceName(configMaps, live.metadata.name);
	if (live.metadata.labels?.[kindLabel] !== 'routemap') {
		throw new Error(`${name} exists and is no routemap${ownerWords(live)}: choose another app name, or remove it`);
	}

	const versionsOf = (routemap: Routemap): string =>
		routemap.versions.map(({resources}) => resources.map(resource => resource.name).join('+')).join(', ');
	const there = versionsOf(parseRoutemap(live));
	const asked = versionsOf(parseRoutemap(wanted));
	if (there !== asked) {
		throw new Error(
			`${name} exists and has other versions (${there}, not ${asked}): remove it first with "kubectl iter8 cleanup"`,
		);
	}
}

/** Throws when a route of another owner has the app's name or one of its hosts: which of the two answered would be chance. */
export async function refuseForeignRoutes(context: ActionContext, name: string, routemap: Routemap): Promise<void> {
	const ours = new Set(
		renderRoutes(
			routemap,
			routemap.versions.map(() => 1),
			context.types,
		).flatMap(rendered => ('object' in rendered ? (routeOf(rendered.object)?.hosts ?? []) : [])),
	);
	const {items} = await listVirtualServices(context);
	for (const item of items) {
		const owner = routeOwner(item);
		const isOurs = item.metadata.name === name && (!owner || owner.name === routemapName(name));
		const shared = routeOf(item)?.hosts.find(host => ours.has(host));
		if (isOurs || (shared === undefined && item.metadata.name !== name)) continue;
		const where = resourceName(virtualServices, item.metadata.name);
		const of = owner ? `, of routemap ${owner.name}` : ownerWords(item);
		throw new Error(
			shared === undefined
				? `${where} exists and belongs to something else${of}: choose another app name, or remove it`
				: `${where} has the host ${shared} already${of}: choose another app name, or remove it`,
		);
	}
}

async function listVirtualServices({
	cluster,
	namespace,
	signal,
}: ActionContext): Promise<{readonly items: readonly KubeObject[]}> {
	try {
		return await cluster.list(virtualServices, namespace, {signal});
	} catch (error) {
		if (!hasReason(error, 'ResourceMissing')) throw error;
		throw new Error('the server has no VirtualServices: is Istio installed?', {cause: error});
	}
}

/** Who an object belongs to, as far as it says. */
function ownerWords({metadata}: KubeObject): string {
	const [owner] = metadata.ownerReferences ?? [];
	if (owner) return ` of ${owner.kind} ${owner.name}`;
	const release = metadata.annotations?.['meta.helm.sh/release-name'];
	if (release !== undefined) return ` of Helm release ${release}`;
	const by = metadata.labels?.['app.kubernetes.io/managed-by'];
	return by === undefined ? '' : ` managed by ${by}`;
}
