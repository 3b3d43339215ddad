import {setTimeout as delay} from 'node:timers/promises';
import type {KubeObject} from '../../../source/objects/object.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {virtualServices} from '../../../source/objects/resource.ts';
import {renderRoutes} from '../../../source/routemap/assess/render.ts';
import {parseRoutemap} from '../../../source/routemap/routemap.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {createNamespace, routemapOf} from './apps.ts';
import {inParallel} from './in-parallel.ts';
import {pathOf} from './paths.ts';

const floorNamespace = 'floor';

/** The route that an app's routemap renders, for a candidate that is ready or is not. */
export function routeOf(app: string, isReady: boolean, within: string): KubeObject {
	const configMap = routemapOf(app, within);
	const weights = isReady ? [1, 1] : [1, 0];
	const [rendered] = renderRoutes(parseRoutemap(configMap), weights, defaultResourceTypes);
	if (!rendered || 'error' in rendered) throw new Error('the canary renders no route', {cause: rendered?.error});
	const {ownerReferences: _, ...metadata} = rendered.object.metadata;
	return {...rendered.object, metadata};
}

export async function applyRoute(api: ApiClient, route: KubeObject): Promise<void> {
	const {name, namespace} = route.metadata;
	await api.expect(`${pathOf(virtualServices, name, namespace)}?fieldManager=floor&force=true`, {
		method: 'PATCH',
		contentType: 'application/apply-patch+yaml',
		body: route,
	});
}

/**
 * What no controller can beat by much: one server-side apply that changes a route of the same size as the daemon's, of as many
 * apps, in a namespace where no daemon looks.
 */
export class Floor {
	readonly #api: ApiClient;
	readonly #apps: readonly string[];
	readonly #ready = new Set<string>();
	#made = 0;

	/** Creates the routes. */
	static async prepare(api: ApiClient, apps: readonly string[]): Promise<Floor> {
		await createNamespace(api, floorNamespace);
		await inParallel(apps, async app => applyRoute(api, routeOf(app, false, floorNamespace)));
		return new Floor(api, apps);
	}

	constructor(api: ApiClient, apps: readonly string[]) {
		this.#api = api;
		this.#apps = apps;
	}

	/** Changes so many routes, one after the other with a gap of milliseconds between; resolves to the applies' latencies. */
	async measure(count: number, gap: number): Promise<readonly number[]> {
		const latencies: number[] = [];
		for (let index = 0; index < count; index++) {
			const app = this.#apps[this.#made++ % this.#apps.length] ?? '';
			const isReady = !this.#ready.delete(app);
			if (isReady) this.#ready.add(app);
			const route = routeOf(app, isReady, floorNamespace);
			await delay(gap);
			const from = performance.now();
			await applyRoute(this.#api, route);
			latencies.push(performance.now() - from);
		}

		return latencies;
	}
}
