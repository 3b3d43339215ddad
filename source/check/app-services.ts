import type {AppInfo} from '../info/app.ts';
import {ours} from '../info/states/advice.ts';
import {adviceText} from '../info/states/state.ts';
import {namespacedName} from '../objects/object.ts';
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
				todo: todoOf(app.info),
			},
		];
	});
}

/** `init` leaves alone what is there, when it is told that of which it would make another one else. */
function todoOf({name, namespace, strategy, versions}: AppInfo): string {
	const isOurs =
		strategyNames.some(known => known === strategy) && versions.every(each => each.namespace === namespace);
	if (!isOurs) return 'make it again, of type ExternalName, for the gateway that has the route';
	const own = versions.map(version => version.name).join(',');
	const usual = defaultVersions(name).map(version => version.name);
	const named = own === usual.join(',') ? [] : ['--versions', own];
	return adviceText([ours('make it again', namespace, ['init', name, '--strategy', strategy, ...named])]);
}

/** The Service of an app's name, as `NAMESPACE/NAME`, where its routes take requests for that; undefined where they do not. */
export function appService({info: {name, namespace}, routes}: CheckedApp): string | undefined {
	const title = namespacedName(namespace, name);
	const isClaimed = routes.some(route => routeHosts(route).claimed.some(host => serviceAt(host, namespace) === title));
	return isClaimed ? title : undefined;
}
