import {routeFieldManager} from '../objects/labels.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import type {Routemap} from '../routemap/routemap.ts';
import {belongsTo, routeOwner} from './owner.ts';

/**
 * Whether a routemap's route may be written over a live object: it is the routemap's (owner reference, by uid), or Iter8 or we wrote
 * it for a routemap of that name, or for one that was deleted with its routes kept and is to be made anew. By name alone nothing is
 * anybody's.
 */
export function isRouteOf(routemap: Pick<Routemap, 'name' | 'uid'>, live: KubeObject): boolean {
	const owners = live.metadata.ownerReferences ?? [];
	if (owners.some(({uid}) => uid === routemap.uid && uid !== '')) return true;
	if (!isWrittenByUs(live)) return false;
	const owner = routeOwner(live);
	return owners.length === 0 || (owners.length === 1 && owner?.name === routemap.name);
}

/** Whether Iter8's controller or our daemon has applied an object. */
export function isWrittenByUs({metadata}: KubeObject): boolean {
	return (metadata.managedFields ?? []).some(
		({manager, operation}) => manager === routeFieldManager && operation === 'Apply',
	);
}

/** What to say of a live object that is not the routemap's: whose it is, and what to do. */
export function foreignRoute(live: KubeObject): string {
	const {namespace = '', name} = live.metadata;
	const whose = belongsTo(live) ?? 'was not made for this routemap';
	return `${live.kind} ${namespacedName(namespace, name)} ${whose}: it stays as it is; give the route another name`;
}
