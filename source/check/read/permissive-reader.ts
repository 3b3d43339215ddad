import {find, hasReason, type Cluster, type ListOptions} from '../../objects/cluster.ts';
import {namespacedName, type KubeObject} from '../../objects/object.ts';
import type {Resource} from '../../objects/resource.ts';

/** More objects of one namespace than this are listed, fewer are read one by one. */
const mostReads = 8;

/** Reads that go on where something is forbidden or missing, and remember what. */
export class PermissiveReader {
	/** Kinds that the server lacks. */
	readonly missing = new Set<string>();
	/** What was forbidden, in the server's words. */
	readonly forbidden = new Set<string>();
	readonly #cluster: Cluster;
	readonly #signal: AbortSignal;

	constructor(cluster: Cluster, signal: AbortSignal) {
		this.#cluster = cluster;
		this.#signal = signal;
	}

	/**
	 * The objects of a kind in the first of these places where they may be listed; none where they may not or there is no such kind.
	 */
	async list(
		resource: Resource,
		places: readonly (string | undefined)[],
		options: ListOptions = {},
	): Promise<readonly KubeObject[]> {
		const refusals: string[] = [];
		for (const place of places) {
			const read = async (): Promise<readonly KubeObject[]> =>
				(await this.#cluster.list(resource, place, {...options, signal: this.#signal})).items;
			const items = await this.#unlessForbidden(resource, read, [], refusals);
			if (items) return items;
		}

		for (const refusal of refusals.slice(0, 1)) this.forbidden.add(refusal);
		return [];
	}

	/** Objects by `NAMESPACE/NAME`, undefined for those that do not exist. What may not be read is left out. */
	async objects(resource: Resource, titles: Iterable<string>): Promise<ReadonlyMap<string, KubeObject | undefined>> {
		const byNamespace = new Map<string, Set<string>>();
		for (const title of titles) {
			const [namespace = '', name = ''] = title.split('/');
			byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Set()).add(name));
		}

		const found = await Promise.all(
			Array.from(byNamespace, ([namespace, names]) => this.#objectsIn(resource, namespace, [...names])),
		);
		return new Map(found.flat());
	}

	async #objectsIn(
		resource: Resource,
		namespace: string,
		names: readonly string[],
	): Promise<readonly (readonly [string, KubeObject | undefined])[]> {
		const refusals: string[] = [];
		const read = async (): Promise<readonly (KubeObject | undefined)[]> => {
			if (names.length <= mostReads) {
				return Promise.all(names.map(name => find(this.#cluster, resource, namespace, name, this.#signal)));
			}

			return (await this.#cluster.list(resource, namespace, {signal: this.#signal})).items;
		};
		const objects = await this.#unlessForbidden(resource, read, [], refusals);
		for (const refusal of refusals) this.forbidden.add(refusal);
		if (!objects) return [];
		const byName = new Map(objects.map(object => [object?.metadata.name, object]));
		return names.map(name => [namespacedName(namespace, name), byName.get(name)] as const);
	}

	/** What is read; `absent` where there is no such kind, undefined and a refusal where it is forbidden. */
	async #unlessForbidden<Found>(
		{kind}: Resource,
		read: () => Promise<Found>,
		absent: Found,
		refusals: string[],
	): Promise<Found | undefined> {
		try {
			return await read();
		} catch (error) {
			if (hasReason(error, 'ResourceMissing')) {
				this.missing.add(kind);
				return absent;
			}

			if (!(error instanceof Error) || !hasReason(error, 'Forbidden')) throw error;
			refusals.push(error.message);
			return undefined;
		}
	}
}
