import type {KubeObject} from '../objects/object.ts';
import {routeHosts} from './route-hosts.ts';

/** The live routes by the hosts that they claim, whoever made them. */
export class HostIndex {
	readonly #byHost = new Map<string, Map<string, KubeObject>>();
	readonly #hosts = new Map<string, readonly string[]>();

	/** Takes the present state of the route with an object key in; undefined when it is gone. */
	set(key: string, route: KubeObject | undefined): void {
		for (const host of this.#hosts.get(key) ?? []) {
			const routes = this.#byHost.get(host);
			routes?.delete(key);
			if (routes?.size === 0) this.#byHost.delete(host);
		}

		this.#hosts.delete(key);
		if (!route) return;
		const hosts = routeHosts(route).claimed;
		this.#hosts.set(key, hosts);
		for (const host of hosts) {
			const routes = this.#byHost.get(host) ?? new Map<string, KubeObject>();
			this.#byHost.set(host, routes.set(key, route));
		}
	}

	/** The routes of a kind that claim a host. */
	*claimants(kind: string, host: string): IterableIterator<KubeObject> {
		for (const route of this.#byHost.get(host)?.values() ?? []) if (route.kind === kind) yield route;
	}
}
