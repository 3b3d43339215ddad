import {knownRoutemap} from '../info/known-routemap.ts';
import {startDaemon} from '../info/states/advice.ts';
import {adviceText, isWrong} from '../info/states/state.ts';
import {stateContext, statesOf} from '../info/states/states-of.ts';
import {looking} from '../info/states/version-words.ts';
import {versionAtHost} from '../info/version-host.ts';
import {completeHost} from '../mesh/host.ts';
import {routeOf} from '../mesh/route-of.ts';
import type {Destination} from '../mesh/route.ts';
import {listAt, namespacedName, numberAt, titleOf, type KubeObject} from '../objects/object.ts';
import {listed} from '../print/listed.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';

/** The Service that a destination's host stands for, as `NAMESPACE/NAME`; undefined for hosts of other kinds. */
export function serviceAt(host: string, namespace: string): string | undefined {
	const [, name, own] = /^([^.*]+)\.([^.]+)\.svc(?:\.cluster\.local)?$/.exec(completeHost(host, namespace)) ?? [];
	return name === undefined || own === undefined ? undefined : namespacedName(own, name);
}

/** The Services that a route sends requests or copies to, by their hosts. */
export function hostsIn(route: KubeObject): readonly string[] {
	const rules = routeOf(route)?.rules ?? [];
	return rules.flatMap(({destinations, mirrors = []}) => [...destinations, ...mirrors].map(({host}) => host));
}

/** A Service that a route sends requests to and that does not exist; nothing where a state of the version says so, and why. */
export function missingService(
	input: CheckInput,
	app: CheckedApp,
	route: KubeObject,
	host: string,
): readonly Finding[] {
	const {info} = app;
	const service = serviceAt(host, info.namespace);
	if (service === undefined || !input.services.has(service) || input.services.get(service)) return [];
	const version = versionAtHost(host, info.versions, info.namespace);
	const context = stateContext(input.snapshot, input.now);
	const isTold = statesOf(info, context).some(state => state.version === version?.title && isWrong(state));
	if (version && (version.phase === 'absent' || isTold)) return [];
	const what = `it sends requests to Service ${service}, which does not exist`;
	if (!isRendered(app, route, host)) {
		const start = startDaemon('start a daemon, which makes the route so', info.namespace);
		return [
			{
				severity: 'broken',
				object: titleOf(route),
				what: `${what}, though no routing template names it`,
				todo: context.isLed(info.namespace)
					? 'wait: the daemon makes the route as the templates say'
					: adviceText([start]),
			},
		];
	}

	const todo = version
		? adviceText([looking(version)])
		: 'create the Service, or have the routing template name one that exists';
	return [{severity: 'broken', object: titleOf(route), what, todo}];
}

/** A port that requests are sent to and that a Service does not have: the gateway answers them with an error of its own. */
export function missingPort(
	{services}: CheckInput,
	{info}: CheckedApp,
	route: KubeObject,
	{host, port}: Pick<Destination, 'host' | 'port'>,
): readonly Finding[] {
	const service = serviceAt(host, info.namespace) ?? '';
	const ports = listAt(services.get(service), 'spec', 'ports').flatMap(each => numberAt(each, 'port') ?? []);
	if (port === undefined || ports.length === 0 || ports.includes(port)) return [];
	const known = ports.length === 1 ? `only has port ${ports[0]}` : `has the ports ${listed(ports.map(String))}`;
	return [
		{
			severity: 'broken',
			object: titleOf(route),
			what: `it sends requests to port ${port} of Service ${service}, which ${known}`,
			todo: 'have the routing template name a port of the Service',
		},
	];
}

/** Whether the routemap itself has a route send requests to a host now: all else in the live one somebody else has written. */
function isRendered({info, configMap, types}: CheckedApp, {kind, metadata}: KubeObject, host: string): boolean {
	const route = info.routes.find(each => each.kind === kind && each.name === metadata.name);
	const known = knownRoutemap(configMap);
	if ('error' in known || route?.isForeign !== false || route.isInForce) return true;
	const weights = info.versions.map(({weight}) => weight);
	return known
		.render(weights, types)
		.some(
			each =>
				'object' in each &&
				each.object.kind === kind &&
				each.object.metadata.name === metadata.name &&
				hostsIn(each.object).includes(host),
		);
}
