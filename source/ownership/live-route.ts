import {routeOf} from '../mesh/route-of.ts';
import {routeFieldManager} from '../objects/labels.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {contains} from '../routemap/assess/route-difference.ts';
import type {Routemap} from '../routemap/routemap.ts';
import {routemapName} from '../routing/app-spec.ts';
import {belongsTo, isAppliedBy, routeOwner} from './owner.ts';
import {routeHosts} from './route-hosts.ts';

/**
 * Whether a routemap's route may be written over a live object: it is the routemap's (`isRouteOf`), or what Iter8's chart put there
 * for it. By name alone nothing is anybody's.
 * @param first What the routemap renders of that name while the primary alone serves.
 */
export function mayWrite(routemap: Routemap, live: KubeObject, first: KubeObject | undefined): boolean {
	return isRouteOf(routemap, live) || isChartRoute(routemap, live, first);
}

/**
 * Whether a live route is a routemap's: it owns it (owner reference, by uid), or Iter8 or we wrote it for a routemap of that name, or
 * for one that was deleted with its routes kept and is to be made anew.
 */
export function isRouteOf(routemap: Pick<Routemap, 'name' | 'uid'>, live: KubeObject): boolean {
	const owners = live.metadata.ownerReferences ?? [];
	if (owners.some(({uid}) => uid === routemap.uid && uid !== '')) return true;
	if (!isWrittenByUs(live)) return false;
	const owner = routeOwner(live);
	return owners.length === 0 || (owners.length === 1 && owner?.name === routemap.name);
}

/** Whether Iter8's controller or our daemon has applied an object. */
export function isWrittenByUs(object: KubeObject): boolean {
	return isAppliedBy(object, routeFieldManager);
}

/** What to say of a live object that is not the routemap's: whose it is, and what to do. */
export function foreignRoute(live: KubeObject): string {
	const whose = belongsTo(live) ?? 'was not made for this routemap';
	return `${titleOf(live)} ${whose}: it stays as it is; give the route another name`;
}

/**
 * Whether a live route that nobody owns is what Iter8's chart `routing-actions` puts there beside the routemap: of its app's name and
 * its hosts, exactly what the routemap renders while the primary alone serves, and with answers that say which version they are of.
 * Whoever merely copies the route of another into a routemap does not meet that, unless it is a chart's already.
 */
function isChartRoute(routemap: Routemap, live: KubeObject, first: KubeObject | undefined): boolean {
	const {name, namespace = '', ownerReferences = []} = live.metadata;
	if (!first || ownerReferences.length > 0 || routemap.name !== routemapName(name)) return false;
	const host = `${name}.${namespace}`;
	const hosts = new Set([host, `${host}.svc`, `${host}.svc.cluster.local`]);
	const {claimed} = routeHosts(live);
	const versions = routemap.versions.flatMap(({resources}) => resources.map(resource => resource.name));
	const destinations = routeOf(live)?.rules.flatMap(rule => rule.destinations) ?? [];
	return (
		claimed.length === hosts.size &&
		claimed.every(each => hosts.has(each)) &&
		destinations.length > 0 &&
		destinations.every(({version}) => version !== undefined && versions.includes(version)) &&
		contains(live['spec'], first['spec']) &&
		contains(first['spec'], live['spec'])
	);
}

/** The weights of a routemap's versions while the primary alone serves. */
export function primaryAlone({versions}: Routemap): readonly number[] {
	return versions.map((_, index) => (index === 0 ? 1 : 0));
}
