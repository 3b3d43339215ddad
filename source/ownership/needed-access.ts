import {configMaps, events, leases, services, type Resource} from '../objects/resource.ts';
import type {Access} from './access.ts';

/** An access that somebody needs: the user for the verbs, or a daemon. */
export interface NeededAccess {
	readonly who: 'verbs' | 'daemon';
	readonly access: Access;
}

/** What the verbs and a daemon need in a namespace, or in all, for these kinds (docs/operators-guide.md, Permissions). */
export function neededAccess(
	namespace: string | undefined,
	applications: readonly Resource[],
	routes: readonly Resource[],
): readonly NeededAccess[] {
	const of = (who: NeededAccess['who'], resource: Resource, verbs: string): readonly NeededAccess[] =>
		verbs.split(' ').map(verb => ({who, access: {verb, resource, namespace}}));
	return [
		...of('verbs', configMaps, 'get list watch create patch delete'),
		...of('verbs', services, 'get create patch delete'),
		...applications.flatMap(resource => of('verbs', resource, 'get list watch create update patch delete')),
		...routes.flatMap(resource => of('verbs', resource, 'get list watch create patch delete')),
		...of('verbs', leases, 'get'),
		...of('daemon', configMaps, 'list watch'),
		...applications.flatMap(resource => of('daemon', resource, 'get list watch patch')),
		...routes.flatMap(resource => of('daemon', resource, 'list watch create patch')),
		...of('daemon', leases, 'get create update'),
		...of('daemon', events, 'create patch'),
	];
}
