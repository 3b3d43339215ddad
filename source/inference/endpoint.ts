import {versionOf, type VersionName} from '../info/version-host.ts';
import {hostToAsk} from '../mesh/host.ts';
import {routeOf} from '../mesh/route-of.ts';
import type {Rule} from '../mesh/route.ts';
import {ruleFor} from '../mesh/route.ts';
import {fieldAt, listAt, stringAt, type KubeObject} from '../objects/object.ts';

/** A model and the host under which the gateway leads to its server directly, past the app's route. */
export interface Model {
	readonly name: string;
	readonly host: string;
}

/** How an app is asked for an inference through its gateway. */
export interface Endpoint {
	readonly host: string;
	readonly path: string;
	/** The model that answers, or one of them where weights decide; undefined where the route does not tell. */
	readonly model: Model | undefined;
}

interface EndpointOptions {
	readonly app: string;
	readonly namespace: string;
	/** The app's route as it is in the cluster. */
	readonly virtualService: KubeObject | undefined;
	/** Headers of the request; names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The app's versions, as far as its routemap could be read. */
	readonly versions?: readonly VersionName[];
}

/**
 * Host and path for an app's inference requests, and the model that a request with these headers reaches. Iter8's KServe routes
 * put the model's inference path in place of the prefix `/`, so under them only the path `/` itself works. Without a
 * VirtualService the app is asked under its own name, as HTTPRoutes of ours let it be.
 */
export function endpointOf({app, namespace, virtualService, headers, versions = []}: EndpointOptions): Endpoint {
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
	return {host, path, model: told.find(model => model !== undefined)};
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
