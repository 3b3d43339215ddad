import type {KubeObject} from '../objects/object.ts';
import {routeHosts} from './route-hosts.ts';

/** The live routes by the hosts that they claim, whoever made them, and how many each owner has. */
export class HostIndex {
	readonly #byHost = new Map<string, Map<string, KubeObject>>();
	readonly #hosts = new Map<string, readonly string[]>();
	readonly #owners = new Map<string, readonly string[]>();
	readonly #countByOwner = new Map<string, number>();

	/** Takes the present state of the route with an object key in; undefined when it is gone. */
	set(key: string, route: KubeObject | undefined): void {
		for (const host of this.#hosts.get(key) ?? []) {
			const routes = this.#byHost.get(host);
			routes?.delete(key);
			if (routes?.size === 0) this.#byHost.delete(host);
		}

		this.#hosts.delete(key);
		this.#count(
			key,
			(route?.metadata.ownerReferences ?? []).map(({uid}) => uid),
		);
		if (!route) return;
		const hosts = routeHosts(route).claimed;
		this.#hosts.set(key, hosts);
		for (const host of hosts) {
			const routes = this.#byHost.get(host) ?? new Map<string, KubeObject>();
			this.#byHost.set(host, routes.set(key, route));
		}
	}

	/** How many routes belong to the owner with a uid. */
	countOf(uid: string): number {
		return this.#countByOwner.get(uid) ?? 0;
	}

	#count(key: string, uids: readonly string[]): void {
		const add = (uid: string, change: number): void => {
			const count = this.countOf(uid) + change;
			if (count > 0) this.#countByOwner.set(uid, count);
			else this.#countByOwner.delete(uid);
		};
		for (const uid of this.#owners.get(key) ?? []) add(uid, -1);
		for (const uid of uids) add(uid, 1);
		if (uids.length > 0) this.#owners.set(key, uids);
		else this.#owners.delete(key);
	}

	/** The routes of a kind that claim a host. */
	*claimants(kind: string, host: string): IterableIterator<KubeObject> {
		for (const route of this.#byHost.get(host)?.values() ?? []) if (route.kind === kind) yield route;
	}
}
