import {startInformer, type Informer} from '../kube/informer.ts';
import type {Cluster} from '../objects/cluster.ts';
import {watchSelector} from '../objects/labels.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {transformApplication, transformRoute} from './transform.ts';

/** Application resources are those that versions are made of; routes are what routemaps render. */
export type Role = 'application' | 'route';

interface InformerSetOptions {
	readonly cluster: Cluster;
	readonly namespace: string | undefined;
	readonly signal: AbortSignal;
	readonly onUpdate: (
		role: Role,
		resource: Resource,
		current: KubeObject | undefined,
		previous: KubeObject | undefined,
	) => void;
	readonly onSynced: (resource: Resource) => void;
	readonly onError: (resource: Resource, error: Error) => void;
}

interface Member {
	readonly resource: Resource;
	readonly informer: Informer;
	isSynced: boolean;
	lastError: Error | undefined;
}

/**
 * The informers that the routemaps need, each started when the first routemap names its resource: the daemon watches, and needs
 * permission for, nothing else.
 */
export class InformerSet {
	readonly #options: InformerSetOptions;
	readonly #members = new Map<string, Member>();

	constructor(options: InformerSetOptions) {
		this.#options = options;
	}

	/** Starts an informer unless it runs already. */
	ensure(role: Role, resource: Resource): void {
		const key = memberKey(role, resource);
		if (this.#members.has(key)) return;
		const {cluster, namespace, signal, onUpdate, onError} = this.#options;
		const informer = startInformer({
			cluster,
			resource,
			namespace,
			signal,
			...(role === 'application' ? {labelSelector: watchSelector} : {}),
			transform: role === 'application' ? transformApplication : transformRoute,
			onUpdate: (_, current, previous) => onUpdate(role, resource, current, previous),
			onError: error => {
				member.lastError = error;
				onError(resource, error);
			},
		});
		const member: Member = {resource, informer, isSynced: false, lastError: undefined};
		this.#members.set(key, member);
		void this.#noteSync(member);
	}

	async #noteSync(member: Member): Promise<void> {
		try {
			await member.informer.synced;
		} catch {
			return; // it was stopped before it ever synced
		}

		member.isSynced = true;
		this.#options.onSynced(member.resource);
	}

	get(role: Role, resource: Resource, namespace: string, name: string): KubeObject | undefined {
		return this.#members.get(memberKey(role, resource))?.informer.get(namespace, name);
	}

	/** Why nothing can be said about a resource; undefined when its objects are known, empty while they are listed for the first time. */
	obstacle(role: Role, resource: Resource): string | undefined {
		const member = this.#members.get(memberKey(role, resource));
		if (member?.informer.missing)
			return `the server has no ${resource.plural} of group ${resource.group}: is it installed?`;
		if (member?.isSynced) return undefined;
		return member?.lastError ? `cannot watch ${resource.plural}: ${member.lastError.message}` : '';
	}

	/** The application resource with an object key, and what it is of; undefined when there is none. */
	application(key: string): {readonly resource: Resource; readonly object: KubeObject} | undefined {
		const [plural = '', namespace, name = ''] = key.split('/');
		const member = this.#members.get(`application ${plural}`);
		const object = member?.informer.get(namespace, name);
		return member && object ? {resource: member.resource, object} : undefined;
	}

	/** All application resources that are known now, by object key. */
	*applications(): IterableIterator<readonly [string, KubeObject]> {
		for (const [key, {informer, resource}] of this.#members) {
			if (!key.startsWith('application ')) continue;
			for (const object of informer.values()) {
				yield [objectKey(resource, object.metadata.namespace ?? '', object.metadata.name), object];
			}
		}
	}
}

/** Identity of an object among all resources: `PLURAL.GROUP/NAMESPACE/NAME`. */
export function objectKey(resource: Resource, namespace: string, name: string): string {
	return `${resource.plural}.${resource.group}/${namespacedName(namespace, name)}`;
}

function memberKey(role: Role, resource: Resource): string {
	return `${role} ${resource.plural}.${resource.group}`;
}
