import {isDeepStrictEqual} from 'node:util';
import {apiError} from '../../source/kube/api-error.ts';
import {ApiError, ConnectionError, type Cluster, type WriteOptions} from '../../source/objects/cluster.ts';
import {
	fieldAt,
	namespacedName,
	type KubeObject,
	type ObjectMeta,
	type OwnerReference,
} from '../../source/objects/object.ts';
import * as resources from '../../source/objects/resource.ts';
import {apiVersionOf, type Resource} from '../../source/objects/resource.ts';
import {patched} from './json-patch.ts';
import {matchesLabels} from './label-selector.ts';
import {
	conflictsWith,
	leavesOf,
	managedFieldsOf,
	ownersAfterApply,
	ownersAfterUpdate,
	withLeaves,
	type Owner,
} from './managed-fields.ts';
import {WatchLog} from './watch-log.ts';

/** One call of the cluster, as text: `list configmaps models`, `apply virtualservices models/wisdom`. */
export type Call = string;

/**
 * A cluster in memory that behaves as the API server does in what this project relies on: resourceVersions and Conflicts,
 * generations, finalizers, garbage collection, managed fields of server-side apply, JSON patches with tests, label selectors,
 * watches that replay, immutable ConfigMaps, writes that change nothing. It validates nothing and has no namespaces.
 */
export interface MemoryCluster extends Cluster {
	/** All calls so far. */
	readonly calls: readonly Call[];
	/** Begins the list of calls anew. */
	forgetCalls(): void;
	/** Throw here to have a call fail, or wait here to have it take time. */
	onCall: ((call: Call) => void | Promise<void>) | undefined;
	/** The object as it is stored now, or undefined; not a call. */
	peek(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined;
	/** Stores an object whole, status and finalizers included, as the controllers of a cluster may; not a call. */
	put(object: KubeObject): KubeObject;
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

interface Stored {
	readonly object: KubeObject;
	readonly owners: readonly Owner[];
}

const defaultNow = new Date('2026-01-01T12:00:00Z');
const known = Object.values(resources).filter(value => typeof value === 'object');

/** A memory cluster with these objects in it. Uids that are missing are `uid-1`, `uid-2` … */
export function createMemoryCluster(
	objects: readonly KubeObject[] = [],
	{now = () => defaultNow}: MemoryClusterOptions = {},
): MemoryCluster {
	const stored = new Map<string, Stored>();
	const missing = new Set<string>();
	const log = new WatchLog();
	const calls: Call[] = [];
	let version = 0;
	let uids = 0;
	let isReachable = true;

	async function call(verb: string, resource: Resource, namespace: string | undefined, name?: string): Promise<void> {
		const place = [namespace, name].filter(part => part !== undefined).join('/');
		const text = [verb, resource.plural, place].filter(part => part !== '').join(' ');
		calls.push(text);
		await cluster.onCall?.(text);
		if (!isReachable) throw new ConnectionError('The connection to the server memory was refused');
		if (missing.has(collectionOf(resource))) throw apiError(404, '', resource);
	}

	function mustFind(resource: Resource, namespace: string | undefined, name: string): Stored {
		const found = stored.get(keyOf(resource, namespace, name));
		if (found) return found;
		throw new ApiError(404, 'NotFound', `${qualified(resource)} "${name}" not found`);
	}

	/** Stores the next state of an object unless nothing changes, and tells the watches. */
	function store(resource: Resource, next: KubeObject, owners: readonly Owner[], isDryRun = false): KubeObject {
		const {namespace, name} = next.metadata;
		const key = keyOf(resource, namespace, name);
		const before = stored.get(key)?.object;
		const managedFields = managedFieldsOf(owners);
		const metadata = {...next.metadata, ...(managedFields.length > 0 ? {managedFields} : {})};
		const same = {...next, metadata: {...metadata, resourceVersion: before?.metadata.resourceVersion}};
		if (before && isDeepStrictEqual(before, same)) return before;
		const object = deepFreeze<KubeObject>({...next, metadata: {...metadata, resourceVersion: String(version + 1)}});
		if (isDryRun) return object;
		version++;
		const isGone = object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).length === 0;
		if (isGone) stored.delete(key);
		else stored.set(key, {object, owners});
		log.add({version, before, after: isGone ? undefined : object, collection: collectionOf(resource)});
		if (isGone) collectGarbage(object.metadata.uid ?? '');
		return object;
	}

	/** Background deletion of what nobody owns any more. */
	function collectGarbage(uid: string): void {
		for (const {object} of stored.values()) {
			const references = object.metadata.ownerReferences ?? [];
			if (!references.some(reference => reference.uid === uid) || references.some(isAlive)) continue;
			remove(resourceOf(object), object);
		}
	}

	function isAlive({uid}: OwnerReference): boolean {
		return [...stored.values()].some(({object}) => object.metadata.uid === uid);
	}

	function remove(resource: Resource, object: KubeObject): void {
		if (object.metadata.deletionTimestamp !== undefined) return;
		const owners = stored.get(keyOf(resource, object.metadata.namespace, object.metadata.name))?.owners ?? [];
		const metadata = {...object.metadata, deletionTimestamp: timestamp()};
		store(resource, {...object, metadata}, owners);
	}

	function orphan(uid: string): void {
		for (const {object, owners} of stored.values()) {
			const references = object.metadata.ownerReferences ?? [];
			const kept = references.filter(reference => reference.uid !== uid);
			if (kept.length === references.length) continue;
			const {ownerReferences: _, ...metadata} = object.metadata;
			store(
				resourceOf(object),
				{...object, metadata: {...metadata, ...(kept.length > 0 ? {ownerReferences: kept} : {})}},
				owners,
			);
		}
	}

	function timestamp(): string {
		return now()
			.toISOString()
			.replace(/\.\d+Z$/, 'Z');
	}

	/** A new object's identity, given by the server. */
	function born(object: KubeObject): KubeObject {
		const {uid = `uid-${++uids}`, creationTimestamp = timestamp(), ...metadata} = object.metadata;
		const generation = 'spec' in object ? {generation: metadata.generation ?? 1} : {};
		return {...object, metadata: {...metadata, ...generation, uid, creationTimestamp}};
	}

	/** An update of an object: what the server keeps stays, a changed spec is a new generation, managed fields follow. */
	function update(resource: Resource, live: Stored, wanted: KubeObject, options: WriteOptions): KubeObject {
		const next = changed(live.object, wanted);
		const owners = ownersAfterUpdate(
			live.owners,
			options.fieldManager ?? 'unknown',
			leavesOf(live.object),
			leavesOf(next),
		);
		return store(resource, next, owners, options.dryRun);
	}

	const cluster: MemoryCluster = {
		server: 'https://memory.test',
		calls,
		forgetCalls() {
			calls.length = 0;
		},
		onCall: undefined,
		async get(resource, namespace, name) {
			await call('get', resource, namespace, name);
			return mustFind(resource, namespace, name).object;
		},
		async list(resource, namespace, options = {}) {
			await call('list', resource, namespace);
			const items = [...stored.values()]
				.map(({object}) => object)
				.filter(object => collectionOf(resourceOf(object)) === collectionOf(resource))
				.filter(object => isSelected(object, namespace, options.labelSelector, options.fieldSelector))
				.toSorted((a, b) => identityOf(a).localeCompare(identityOf(b), 'en'));
			return {items, resourceVersion: String(version)};
		},
		async *watch(resource, namespace, options) {
			await call('watch', resource, namespace);
			yield* log.from(
				Number(options.resourceVersion),
				collectionOf(resource),
				object => isSelected(object, namespace, options.labelSelector, options.fieldSelector),
				options.signal,
			);
		},
		async create(resource, object, options = {}) {
			const {namespace, name} = object.metadata;
			await call('create', resource, namespace, name);
			if (stored.has(keyOf(resource, namespace, name))) {
				throw new ApiError(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`);
			}

			const {status: _, ...fields}: KubeObject = structuredClone(object);
			const owners = ownersAfterUpdate([], options.fieldManager ?? 'unknown', new Map(), leavesOf(fields));
			return store(resource, born(fields), owners, options.dryRun);
		},
		async replace(resource, object, options = {}) {
			const {namespace, name, resourceVersion, uid} = object.metadata;
			await call('replace', resource, namespace, name);
			const live = mustFind(resource, namespace, name);
			const current = live.object.metadata;
			if (
				(resourceVersion !== undefined && resourceVersion !== current.resourceVersion) ||
				(uid !== undefined && uid !== current.uid)
			) {
				throw new ApiError(
					409,
					'Conflict',
					`Operation cannot be fulfilled on ${qualified(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
				);
			}

			return update(resource, live, structuredClone(object), options);
		},
		async apply(resource, object, options) {
			const {namespace, name} = object.metadata;
			await call('apply', resource, namespace, name);
			const live = stored.get(keyOf(resource, namespace, name));
			const {fieldManager: manager} = options;
			const applied = leavesOf(structuredClone(object));
			if (!live) {
				const owners = ownersAfterApply([], manager, applied, new Map());
				return store(resource, born(withLeaves(object, applied)), owners, options.dryRun);
			}

			const before = leavesOf(live.object);
			const conflicts = options.force ? [] : conflictsWith(live.owners, manager, applied, before);
			if (conflicts.length > 0) {
				throw new ApiError(
					409,
					'Conflict',
					`Apply failed with ${conflicts.length} conflict: conflict with "${conflicts.join('", "')}"`,
				);
			}

			const owners = ownersAfterApply(live.owners, manager, applied, before);
			const owned = new Set(owners.flatMap(({paths}) => [...paths]));
			const dropped = live.owners
				.filter(owner => owner.manager === manager && owner.operation === 'Apply')
				.flatMap(({paths}) => [...paths].filter(path => !owned.has(path)));
			const after = new Map([...before, ...applied]);
			for (const path of dropped) after.delete(path);
			return store(resource, changed(live.object, withLeaves(live.object, after)), owners, options.dryRun);
		},
		async patch(resource, namespace, name, operations, options = {}) {
			await call('patch', resource, namespace, name);
			const live = mustFind(resource, namespace, name);
			try {
				return update(resource, live, patched(live.object, operations), options);
			} catch (error) {
				if (error instanceof ApiError) throw error;
				throw new ApiError(422, 'Invalid', `the server rejected our request: ${(error as Error).message}`);
			}
		},
		async delete(resource, namespace, name, {propagationPolicy, uid, dryRun} = {}) {
			await call('delete', resource, namespace, name);
			const {object} = mustFind(resource, namespace, name);
			if (uid !== undefined && uid !== object.metadata.uid) {
				throw new ApiError(409, 'Conflict', `the UID in the precondition (${uid}) is not that of ${name}`);
			}

			if (dryRun) return;
			if (propagationPolicy === 'Orphan') orphan(object.metadata.uid ?? '');
			remove(resource, object);
		},
		peek: (resource, namespace, name) => stored.get(keyOf(resource, namespace, name))?.object,
		put(object) {
			const resource = resourceOf(object);
			const live = stored.get(keyOf(resource, object.metadata.namespace, object.metadata.name));
			const {managedFields: _, ...metadata} = structuredClone(object.metadata);
			const next = {...structuredClone(object), metadata: live ? {...identity(live.object), ...metadata} : metadata};
			const before = live ? leavesOf(live.object) : new Map();
			return store(resource, born(next), ownersAfterUpdate(live?.owners ?? [], 'put', before, leavesOf(next)));
		},
		setStatus(resource, namespace, name, status) {
			const {object, owners} = mustFind(resource, namespace, name);
			return store(resource, {...object, status: structuredClone(status)}, owners);
		},
		setInstalled(resource, isInstalled) {
			if (isInstalled) missing.delete(collectionOf(resource));
			else missing.add(collectionOf(resource));
		},
		setReachable(reachable) {
			isReachable = reachable;
			if (!reachable) log.break();
		},
		compact: () => log.compact(version),
	};
	for (const object of objects) cluster.put(object);
	return cluster;
}

/** What a write makes of an object: identity and status are not the writer's to change. */
function changed(live: KubeObject, wanted: KubeObject): KubeObject {
	const {status: _, ...fields} = wanted;
	const {uid: _uid, managedFields: _managedFields, ...metadata} = wanted.metadata;
	if (live['immutable'] === true && !isDeepStrictEqual(live['data'], wanted['data'])) {
		const name = live.metadata.name;
		throw new ApiError(
			422,
			'Invalid',
			`${live.kind} "${name}" is invalid: data: Forbidden: field is immutable when \`immutable\` is set`,
		);
	}

	const isNewSpec = !isDeepStrictEqual(live['spec'], wanted['spec']);
	const generation = (live.metadata.generation ?? 0) + (isNewSpec ? 1 : 0);
	return {
		...fields,
		apiVersion: live.apiVersion,
		kind: live.kind,
		metadata: {...metadata, ...identity(live), ...(generation > 0 ? {generation} : {})},
		...(live['status'] === undefined ? {} : {status: live['status']}),
	};
}

function identity({metadata}: KubeObject): ObjectMeta {
	const {labels: _l, annotations: _a, finalizers: _f, ownerReferences: _o, managedFields: _m, ...kept} = metadata;
	return kept;
}

function isSelected(
	object: KubeObject,
	namespace: string | undefined,
	labelSelector: string | undefined,
	fieldSelector: string | undefined,
): boolean {
	const fields = (fieldSelector ?? '').split(',').filter(part => part !== '');
	return (
		(namespace === undefined || object.metadata.namespace === namespace) &&
		matchesLabels(object.metadata.labels ?? {}, labelSelector) &&
		fields.every(field => {
			const [path = '', value] = field.split('=');
			return fieldAt(object, ...path.split('.')) === value;
		})
	);
}

function resourceOf(object: KubeObject): Resource {
	const [version = '', group = ''] = object.apiVersion.split('/').toReversed();
	return (
		known.find(
			resource =>
				resource.kind === object.kind && apiVersionOf(resource).split('/')[0] === object.apiVersion.split('/')[0],
		) ?? {
			group,
			version,
			plural: `${object.kind.toLowerCase()}s`,
			kind: object.kind,
		}
	);
}

/** Objects of one group and plural are one collection, whatever the version. */
function collectionOf({group, plural}: Resource): string {
	return `${plural}.${group}`;
}

function qualified({group, plural}: Resource): string {
	return group === '' ? plural : `${plural}.${group}`;
}

function keyOf(resource: Resource, namespace: string | undefined, name: string): string {
	return `${collectionOf(resource)} ${namespacedName(namespace ?? '', name)}`;
}

function identityOf({metadata}: KubeObject): string {
	return namespacedName(metadata.namespace ?? '', metadata.name);
}

function deepFreeze<Value>(value: Value): Value {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const entry of Object.values(value)) deepFreeze(entry);
	}

	return value;
}
