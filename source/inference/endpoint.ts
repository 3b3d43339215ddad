import {versionOf, type VersionName} from '../info/version-host.ts';
import {hostToAsk} from '../mesh/host.ts';
import type {MeshRequest} from '../mesh/match.ts';
import {rewritePath} from '../mesh/rewrite.ts';
import {routeOf} from '../mesh/route-of.ts';
import {requestReaching, ruleFor, type Destination, type Route, type Rule} from '../mesh/route.ts';
import {fieldAt, listAt, stringAt, type KubeObject} from '../objects/object.ts';

/** A model, and the host under which the gateway leads to its server. */
export interface Model {
	readonly name: string;
	readonly host: string;
	/** Headers by which the app's route chooses the server, where the host is the app's; names in lower case. */
	readonly headers?: Readonly<Record<string, string>>;
}

/** How an app is asked for an inference through its gateway. */
export interface Endpoint {
	readonly host: string;
	readonly path: string;
	/** The model that answers, or one of them where weights decide; undefined where the route does not tell. */
	readonly model: Model | undefined;
	/** Headers by which the route chooses the version that is meant; names in lower case. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Whether the host is that of the version's own server, past the app's route. */
	readonly isDirect?: boolean;
}

interface EndpointOptions {
	readonly app: string;
	readonly namespace: string;
	/** The app's route as it is in the cluster. */
	readonly virtualService: KubeObject | undefined;
	/** Headers of the request; names in lower case. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The app's versions, as far as its routemap could be read. */
	readonly versions?: readonly VersionName[];
}

/**
 * Host and path for an app's inference requests, and the model that a request with these headers reaches. Iter8's KServe routes
 * put the model's inference path in place of the prefix `/`, so under them only the path `/` itself works. Without a
 * VirtualService the app is asked under its own name, as HTTPRoutes of ours let it be.
 */
export function endpointOf({app, namespace, virtualService, headers = {}, versions = []}: EndpointOptions): Endpoint {
	const route = virtualService && routeOf(virtualService);
	const rules = listAt(virtualService, 'spec', 'http');
	const isRewritten = rules.some(rule => fieldAt(rule, 'rewrite', 'uri') !== undefined);
	const path = isRewritten ? '/' : `/v2/models/${app}/infer`;
	const host = hostToAsk(route?.hosts ?? [], namespace) ?? `${app}.${namespace}`;
	if (!route) return {host, path, model: {name: app, host}};
	const rule = ruleFor(route, {method: 'POST', path, headers, host, scheme: 'http'}) ?? route.rules.at(-1);
	// Of two passes the first tells no model: its versions' rules come after it.
	const told = [...(rule ? [rule] : []), ...route.rules].map(each =>
		modelOf(each, rules[route.rules.indexOf(each)], {namespace, versions}),
	);
	const model = told.find(found => found !== undefined);
	if (!model) return {host, path, model};
	// Where weights decide, those headers by which the route knows its second pass choose one of the versions.
	const ways = [headers, {...headers, ...requestReaching(route, model.name)?.headers}];
	const leading = ways.find(way => leadsToModel(route, {host, headers: way, name: model.name}));
	return {host, path, model: leading ? {name: model.name, host, headers: leading} : model};
}

/**
 * Whether the app's route leads to a model's metadata as well. Iter8's routes do not, as they rewrite every path; past them goes the
 * host of the model's server, which not every gateway has: KServe makes it a route in Knative mode alone.
 */
function leadsToModel(
	route: Route,
	{host, headers, name}: {readonly host: string; readonly headers: MeshRequest['headers']; readonly name: string},
): boolean {
	const path = `/v2/models/${name}`;
	const rule = ruleFor(route, {method: 'GET', path, headers, host, scheme: 'http'});
	const [only, ...others] = rule?.destinations.filter(({weight}) => weight > 0) ?? [];
	if (only?.version === undefined || others.length > 0) return false;
	const rewrite = rule?.rewrite ?? {authority: undefined, path: undefined};
	return rewrite.path?.kind !== 'prefix' && /^\/v2\/models\/[^/]+$/.test(rewritePath(path, rewrite, undefined));
}

/**
 * How one version of an app is asked: through the app's route by a request that only this version answers; where there is none, as
 * between versions that share requests by weight, or where the route makes another path of the one that is asked, at the host of
 * its own server.
 */
export function endpointOfVersion(
	options: Omit<EndpointOptions, 'headers'> & {
		readonly httpRoute?: KubeObject | undefined;
		/** Path that it is going to be asked, as the app has it; undefined for the model's inference path. */
		readonly path?: string | undefined;
		/** Of the version's own server, where no route is there to tell; undefined takes the app's name for it. */
		readonly modelName?: string | undefined;
	},
	version: string,
): Endpoint {
	const {app, namespace, virtualService, httpRoute, path, modelName, versions = []} = options;
	const object = virtualService ?? httpRoute;
	const route = object && routeOf(object);
	const choices = route ? [{}, requestReaching(route, version)?.headers ?? {}] : [];
	const through = choices
		.map(headers => ({...endpointOf({...options, headers}), headers}))
		.find(endpoint => route && answererOf(route, endpoint, path) === version);
	if (through) return through;
	const host = (route && serverOf(route, version)) ?? predictorHost(version, versions, namespace);
	const told = endpointOf({app, namespace, virtualService, versions}).model?.name;
	// A model that is not named after a version has one name in all of them.
	const destinations = route?.rules.flatMap(rule => rule.destinations) ?? [];
	const names = new Set([version, ...versions.map(each => each.name), ...destinations.map(each => each.version)]);
	const name = modelName ?? (told === undefined || names.has(told) ? version : told);
	return {host, path: `/v2/models/${name}/infer`, model: {name, host}, isDirect: true};
}

/** The host of a version's server as the app's route has it: where KServe has a transformer, that one's. One that several share is nobody's. */
function serverOf(route: Route, version: string): string | undefined {
	const destinations = route.rules.flatMap(rule => rule.destinations);
	const hostOf = ({headers, host}: Destination): string => headers?.authority ?? host;
	const own = destinations.find(each => each.version === version);
	const isShared = own && destinations.some(each => each.version !== version && hostOf(each) === hostOf(own));
	return own && !isShared ? hostOf(own) : undefined;
}

function predictorHost(version: string, versions: readonly VersionName[], namespace: string): string {
	const home = versions.find(({name}) => name === version)?.namespace ?? namespace;
	return `${version}-predictor.${home}.svc.cluster.local`;
}

/** The version that alone answers an inference; a given path must come to it as it is, or by what its clause says of it. */
function answererOf(route: Route, {host, path, headers = {}}: Endpoint, given: string | undefined): string | undefined {
	const rule = ruleFor(route, {method: 'POST', path: given ?? path, headers, host, scheme: 'http'});
	if (given !== undefined && rule && pathInFront(given, rule) !== undefined) return undefined;
	const [only, ...others] = rule?.destinations.filter(({weight}) => weight > 0) ?? [];
	return others.length === 0 ? only?.version : undefined;
}

/**
 * What a rule makes of a path by putting another in front of it, as Iter8's routes do, which are meant for `/` alone: the path
 * `/v2/health` becomes `/v2/models/wisdom-0/inferv2/health`. Undefined where it does no such thing.
 */
export function pathInFront(path: string, {rewrite, matches}: Pick<Rule, 'rewrite' | 'matches'>): string | undefined {
	if (rewrite?.path?.kind !== 'prefix' || matches.some(({uri}) => uri !== undefined)) return undefined;
	return path === '/' || path.startsWith('/?') ? undefined : rewritePath(path, rewrite, undefined);
}

/** The model behind a rule; where the rule splits its requests, the first that gets some. KServe's own route names it in a header. */
function modelOf(
	{destinations, rewrite, headers}: Rule,
	rule: unknown,
	{namespace, versions}: {readonly namespace: string; readonly versions: readonly VersionName[]},
): Model | undefined {
	const destination = destinations.find(({weight}) => weight > 0);
	const authority = rewrite?.authority ?? headers?.authority ?? destination?.headers?.authority;
	const found = destination && versionOf({...destination, authority}, versions, namespace);
	const version = destination?.version ?? found?.name;
	const rewritten = /^\/v2\/models\/([^/]+)\/infer$/.exec(stringAt(rule, 'rewrite', 'uri') ?? '')?.[1];
	const name = rewritten ?? version ?? stringAt(rule, 'headers', 'request', 'set', 'KServe-Isvc-Name');
	if (name === undefined) return undefined;
	const home = found?.namespace ?? namespace;
	return {name, host: authority ?? `${version ?? name}-predictor.${home}.svc.cluster.local`};
}
