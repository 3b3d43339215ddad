import {ours} from '../info/states/advice.ts';
import {adviceText} from '../info/states/state.ts';
import {gatewaysNamedBy} from '../mesh/listener.ts';
import {namespacedName} from '../objects/object.ts';
import {httpRoutes} from '../objects/resource.ts';
import {routeHosts} from '../ownership/route-hosts.ts';
import {defaultVersions} from '../routing/app-spec.ts';
import {strategyNames} from '../routing/strategies/strategies.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';
import {serviceAt} from './missing-service.ts';

/** Services of apps' names that do not exist: clients in the cluster find no address for the app, whatever its route says. */
export function appServices({apps, services}: CheckInput): readonly Finding[] {
	return apps.flatMap(app => {
		const title = appService(app);
		if (title === undefined || !services.has(title) || services.get(title)) return [];
		const {name, namespace} = app.info;
		return [
			{
				severity: 'warning',
				object: `app ${namespacedName(namespace, name)}`,
				what: `Service ${title} does not exist, so that clients in the cluster find no address for ${name}.${namespace}`,
				todo: todoOf(app),
			},
		];
	});
}

/** `init` leaves alone what is there, when it is told that of which it would make another one else. */
function todoOf({info: {name, namespace, strategy, versions}, routes}: CheckedApp): string {
	const isOurs =
		strategyNames.some(known => known === strategy) && versions.every(each => each.namespace === namespace);
	if (!isOurs) return 'make it again, of type ExternalName, for the gateway that has the route';
	const own = versions.map(version => version.name).join(',');
	const usual = defaultVersions(name).map(version => version.name);
	const named = own === usual.join(',') ? [] : ['--versions', own];
	const words = ['init', name, '--strategy', strategy, ...named, ...reachOf(routes)];
	return adviceText([ours('make it again', namespace, words)]);
}

/** The Service of HTTPRoutes stands for the first of their gateways, and in front of VirtualServices for the usual one. */
function reachOf(routes: CheckedApp['routes']): readonly string[] {
	const gateways = routes.filter(({kind}) => kind === httpRoutes.kind).flatMap(route => gatewaysNamedBy(route));
	if (gateways.length === 0) return [];
	return ['--mesh', 'gateway-api', ...[...new Set(gateways)].flatMap(gateway => ['--gateway', gateway])];
}

/** The Service of an app's name, as `NAMESPACE/NAME`, where its routes take requests for that; undefined where they do not. */
export function appService({info: {name, namespace}, routes}: CheckedApp): string | undefined {
	const title = namespacedName(namespace, name);
	const isClaimed = routes.some(route => routeHosts(route).claimed.some(host => serviceAt(host, namespace) === title));
	return isClaimed ? title : undefined;
}
