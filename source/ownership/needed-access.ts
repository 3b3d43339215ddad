import {configMaps, events, leases, services, type Resource} from '../objects/resource.ts';
import type {Denial} from '../check/check-input.ts';
import type { Access } from "./access.ts";

/** Something that is wanted, and by whom. */
export interface Wanted {
	readonly who: Denial['who'];
	readonly access: Access;
}

/** What the verbs and a daemon need in a namespace, or in all, for these kinds (docs/operators-guide.md, Permissions). */
export function wantedAccess(
	namespace: string | undefined,
	applications: readonly Resource[],
	routes: readonly Resource[],
): readonly Wanted[] {
	const of = (who: Wanted['who'], resource: Resource, verbs: string): readonly Wanted[] =>
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
