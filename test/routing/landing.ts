import {changeHeaders, type Header} from '../../source/mesh/header-operations.ts';
import {routingTableOf} from '../../source/mesh/named-listeners.ts';
import {receivedBy} from '../../source/mesh/outcomes.ts';
import {resolve, type GatewayRequest} from '../../source/mesh/resolve.ts';
import type {RoutingTable} from '../../source/mesh/routing-table.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap, type Routemap} from '../../source/routemap/routemap.ts';
import type {AppSpec} from '../../source/routing/app-spec.ts';
import {hostsOf} from '../../source/routing/reach.ts';
import {routingObjects} from '../../source/routing/routing-objects.ts';

/** Where a request ends after all its passes through the gateway, as the version sees it. */
export interface Landing {
	readonly place: string;
	readonly host: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string | readonly string[]>>;
	/** All values of `app-version` in the answer, when the version itself says `own`. */
	readonly appVersion: readonly string[];
	readonly mirrors: readonly string[];
	readonly passes: number;
}

const routemaps = new WeakMap<AppSpec, Routemap>();

/** The routes of an app under a weight vector. Throws when a template fails. */
export function routesOf(app: AppSpec, weights: readonly number[]): readonly KubeObject[] {
	const routemap = routemaps.get(app) ?? parseRoutemap(routingObjects(app).routemap);
	routemaps.set(app, routemap);
	return renderRoutes(routemap, weights, defaultResourceTypes).map(rendered => {
		if ('error' in rendered) throw rendered.error;
		return rendered.object;
	});
}

/** The same as what a gateway knows. */
export function tableOf(app: AppSpec, weights: readonly number[]): RoutingTable {
	return routingTableOf(routesOf(app, weights));
}

/** Follows a request; undefined when no version gets it. */
export function land(
	app: AppSpec,
	table: RoutingTable,
	request: Partial<GatewayRequest>,
	random: () => number = () => 0,
): Landing | undefined {
	let current: GatewayRequest = {method: 'POST', path: '/', host: hostsOf(app)[0], headers: {}, ...request};
	let answer: readonly Header[] = [['app-version', 'own']];
	for (let passes = 1; passes <= 4; passes++) {
		const found = resolve(table, current, random);
		if (found.kind === 'reply') return undefined;
		current = receivedBy(found, current);
		answer = changeHeaders(answer, found.responseHeaders);
		if (found.destination.headers?.request.set.has('iter8-branch')) continue;
		return {
			place: placeOf(found.destination),
			host: current.host,
			path: current.path,
			headers: current.headers,
			appVersion: answer.filter(([name]) => name === 'app-version').map(([, value]) => value),
			mirrors: found.mirrors.map(mirror => `${placeOf(mirror)} ${mirror.percent} %`),
			passes,
		};
	}

	return undefined;
}

function placeOf({host, port}: {readonly host: string; readonly port?: number | undefined}): string {
	return `${host}:${port}`;
}
