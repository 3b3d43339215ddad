import {apiError} from '../../source/kube/api-error.ts';
import {ConnectionError, type Cluster, type WriteOptions} from '../../source/objects/cluster.ts';
import {fieldAt, isRecord, type KubeObject} from '../../source/objects/object.ts';
import {apiVersionOf, namespaces, type Resource} from '../../source/objects/resource.ts';
import {GarbageCollector} from '../../source/sandbox/api/garbage-collector.ts';
import {patchedBy} from '../../source/sandbox/api/json-patch.ts';
import {kindOf} from '../../source/sandbox/api/kinds.ts';
import {notFound} from '../../source/sandbox/api/status-error.ts';
import {collectionOf, inVersion, Store} from '../../source/sandbox/api/store.ts';
import {validateChange} from '../../source/sandbox/api/validation.ts';
import {Writes, type Write} from '../../source/sandbox/api/writes.ts';

/** One call of the cluster, as text: `list configmaps models`, `apply virtualservices models/wisdom`. */
export type Call = string;

/**
 * The store of the sandbox's API server as a Cluster, without the server: it validates nothing, has every namespace until one is
 * put, and no defaults, counts its uids, and lets tests see the calls and break them.
 */
export interface MemoryCluster extends Cluster {
	/** All calls so far. */
	readonly calls: readonly Call[];
	/** Begins the list of calls anew. */
	forgetCalls(): void;
	/** Throw here to have a call fail, or wait here to have it take time. */
	onCall: ((call: Call) => void | Promise<void>) | undefined;
	/** What the user may not do, for reviews of access: whether these attributes are refused. @default nothing */
	refuses: ((attributes: Readonly<Record<string, unknown>>) => boolean) | undefined;
	/** The object as it is stored now, or undefined; not a call. */
	peek(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined;
	/** All objects of a kind as they are stored now; not a call. */
	peekAll(resource: Resource): readonly KubeObject[];
	/** Stores an object whole, status and finalizers included, as the controllers of a cluster may; not a call. */
	put(object: KubeObject): KubeObject;
	/** Deletes an object, which its finalizers hold; not a call. */
	remove(resource: Resource, namespace: string | undefined, name: string): void;
	/** Changes the status of an object, as its controller does; not a call. */
	setStatus(resource: Resource, namespace: string | undefined, name: string, status: unknown): KubeObject;
	/** Takes away, or brings back, a kind of object as a missing CRD does. */
	setInstalled(resource: Resource, isInstalled: boolean): void;
	/** From now on calls fail and watches break, until it is `true` again. */
	setReachable(isReachable: boolean): void;
	/** Watches from before now are answered with 410 Expired. */
	compact(): void;
}

export interface MemoryClusterOptions {
	/** Clock for creation and deletion times. @default always 2026-01-01T12:00:00Z */
	readonly now?: () => Date;
}

const defaultNow = new Date('2026-01-01T12:00:00Z');

/** A memory cluster with these objects in it. Uids that are missing are `uid-1`, `uid-2` … */
export function createMemoryCluster(
	objects: readonly KubeObject[] = [],
	{now = () => defaultNow}: MemoryClusterOptions = {},
): MemoryCluster {
	let uids = 0;
	const store = new Store({now, newUid: () => `uid-${++uids}`});
	const writes = new Writes(store, {
		admit(kind, object, before) {
			if (before) validateChange(kind, object, before);
			return object;
		},
	});
	const missing = new Set<string>();
	const calls: Call[] = [];
	let isReachable = true;

	async function call(verb: string, resource: Resource, namespace: string | undefined, name?: string): Promise<void> {
		const place = [namespace, name].filter(part => part !== undefined).join('/');
		const text = [verb, resource.plural, place].filter(part => part !== '').join(' ');
		calls.push(text);
		await cluster.onCall?.(text);
		if (!isReachable) throw new ConnectionError('The connection to the server memory was refused');
		if (missing.has(collectionOf(kindOf(resource)))) throw apiError(404, '', resource);
	}

	const anyNamespace = ({kind, plural}: Resource, name: string): KubeObject | undefined => {
		const isAny = plural === namespaces.plural && store.list(namespaces, undefined).items.length === 0;
		return isAny ? {apiVersion: 'v1', kind, metadata: {name}} : undefined;
	};

	const cluster: MemoryCluster = {
		server: 'https://memory.test',
		calls,
		forgetCalls() {
			calls.length = 0;
		},
		onCall: undefined,
		refuses: undefined,
		async get(resource, namespace, name) {
			await call('get', resource, namespace, name);
			const found = store.get(resource, namespace, name) ?? anyNamespace(resource, name);
			if (!found) throw notFound(kindOf(resource), name);
			return found;
		},
		async list(resource, namespace, options) {
			await call('list', resource, namespace);
			return store.list(resource, namespace, options);
		},
		async *watch(resource, namespace, options) {
			await call('watch', resource, namespace);
			yield* store.watch(resource, namespace, options);
		},
		async create(resource, object, options) {
			if (resource.kind === 'SelfSubjectReview') return {...object, status: {userInfo: {username: 'ada'}}};
			await call('create', resource, object.metadata.namespace, object.metadata.name);
			if (resource.group === 'authorization.k8s.io') return reviewed(object, cluster.refuses);
			return shown(resource, writes.create(kindOf(resource), structuredClone(object), write(resource, options)));
		},
		async replace(resource, object, options) {
			await call(
				options?.dryRun === true ? 'dry-run replace' : 'replace',
				resource,
				object.metadata.namespace,
				object.metadata.name,
			);
			return shown(resource, writes.replace(kindOf(resource), structuredClone(object), write(resource, options)));
		},
		async apply(resource, object, options) {
			await call('apply', resource, object.metadata.namespace, object.metadata.name);
			const force = options.force === true;
			const config = structuredClone(object);
			return shown(resource, writes.apply(kindOf(resource), config, {...write(resource, options), force}));
		},
		async patch(resource, namespace, name, operations, options) {
			await call('patch', resource, namespace, name);
			const patch = (live: KubeObject): KubeObject => patchedBy(live, operations);
			return shown(resource, writes.patch(kindOf(resource), namespace, name, patch, write(resource, options)));
		},
		async delete(resource, namespace, name, {propagationPolicy, uid, dryRun} = {}) {
			await call('delete', resource, namespace, name);
			const preconditions = uid === undefined ? undefined : {uid};
			writes.delete(kindOf(resource), namespace, name, {propagationPolicy, preconditions, dryRun});
		},
		peek: (resource, namespace, name) => store.get(resource, namespace, name),
		peekAll: resource => store.list(resource, undefined).items.map(item => ({...item, kind: resource.kind})),
		put: object => store.put(object),
		remove: (resource, namespace, name) => store.remove(resource, namespace, name),
		setStatus: (resource, namespace, name, status) => store.setStatus(resource, namespace, name, status),
		setInstalled(resource, isInstalled) {
			if (isInstalled) missing.delete(collectionOf(kindOf(resource)));
			else missing.add(collectionOf(kindOf(resource)));
		},
		setReachable(reachable) {
			isReachable = reachable;
			if (!reachable) store.history.break();
		},
		compact: () => store.history.compact(store.version),
	};
	for (const object of objects) store.put(object);
	new GarbageCollector(writes, {knowsAllOwners: false}).watch(store);
	return cluster;
}

/** As a client that sends nothing more when its signal has aborted. Without a field manager the server takes the program's name from its User-Agent. */
function write(resource: Resource, {fieldManager = 'kubectl-iter8', dryRun, signal}: WriteOptions = {}): Write {
	signal?.throwIfAborted();
	return {manager: fieldManager, apiVersion: apiVersionOf(resource), dryRun};
}

function shown(resource: Resource, object: KubeObject): KubeObject {
	return inVersion(object, apiVersionOf(resource));
}

function reviewed(review: KubeObject, refuses: MemoryCluster['refuses']): KubeObject {
	const attributes = fieldAt(review, 'spec', 'resourceAttributes');
	return {...review, status: {allowed: !(isRecord(attributes) && refuses?.(attributes))}};
}
