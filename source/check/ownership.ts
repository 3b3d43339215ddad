import {titleOf, type KubeObject} from '../objects/object.ts';
import {claimedByAnother, claimWords} from '../ownership/claimed-hosts.ts';
import {HostIndex} from '../ownership/host-index.ts';
import {foreignRoute, mayWrite, primaryAlone} from '../ownership/live-route.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import {beyondReach} from '../ownership/reach.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';

/** What routemaps ask for and do not get, since it is not theirs: objects of other namespaces, names and hosts that others have. */
export function* ownership(input: CheckInput): Generator<readonly Finding[]> {
	const routes = new Map(input.allRoutes.map(route => [titleOf(route), route]));
	const hosts = new HostIndex();
	for (const [title, route] of routes) hosts.set(title, route);
	for (const app of input.apps) yield [...outOfReach(app, input), ...taken(app, input, routes, hosts)];
}

function outOfReach({configMap, routemap, types}: CheckedApp, {resources, reach}: CheckInput): readonly Finding[] {
	if (!routemap) return [];
	return beyondReach(routemap, resources, types, reach).map(what => ({
		severity: 'broken',
		object: titleOf(configMap),
		what,
		todo: 'if your daemon is started with --allow-namespaces, give check the same flag',
	}));
}

function taken(
	{configMap, routemap, types}: CheckedApp,
	{reach}: CheckInput,
	routes: ReadonlyMap<string, KubeObject>,
	hosts: HostIndex,
): readonly Finding[] {
	if (!routemap) return [];
	const vector = primaryAlone(routemap);
	return permittedRoutes(routemap, vector, types, reach).flatMap((rendered): readonly Finding[] => {
		if ('error' in rendered) return [];
		const {object} = rendered;
		const live = routes.get(titleOf(object));
		const common = {severity: 'broken', object: titleOf(configMap)} as const;
		if (live && !mayWrite(routemap, live, object)) {
			return [{...common, what: foreignRoute(live), todo: 'set the app up anew under another name'}];
		}

		const claimants = (host: string): Iterable<KubeObject> => hosts.claimants(object.kind, host);
		const claim = claimedByAnother(object, live, routemap, claimants, reach.hosts);
		if (!claim) return [];
		return [{...common, what: claimWords(object, claim), todo: `ask whoever made ${titleOf(claim.other)}`}];
	});
}
