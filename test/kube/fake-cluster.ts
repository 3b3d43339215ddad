import {ApiError, type Cluster} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import type {Resource} from '../../source/objects/resource.ts';

export interface FakeCluster extends Cluster {
	/** All objects, by `plural/namespace/name`. */
	readonly objects: Map<string, KubeObject>;
	/** Every call, as `verb plural/namespace/name`. */
	readonly calls: string[];
	/** Runs before a call; what it throws, or waits for, the call does. */
	before: (call: string, signal: AbortSignal | undefined) => void | Promise<void>;
}

/** A cluster in memory with the API server's rules about names and resourceVersions. It does not list or watch. */
export function createFakeCluster(): FakeCluster {
	const objects = new Map<string, KubeObject>();
	const calls: string[] = [];
	let version = 0;

	async function call(
		verb: string,
		resource: Resource,
		namespace: string | undefined,
		name: string,
		signal?: AbortSignal,
	) {
		const key = `${resource.plural}/${namespace}/${name}`;
		calls.push(`${verb} ${key}`);
		await cluster.before(`${verb} ${key}`, signal);
		return key;
	}

	function existing(key: string): KubeObject {
		const object = objects.get(key);
		if (object === undefined) throw new ApiError(404, 'NotFound', `${key} not found`);
		return object;
	}

	function store(key: string, object: KubeObject): KubeObject {
		const stored = {...object, metadata: {...object.metadata, resourceVersion: String(++version)}};
		objects.set(key, structuredClone(stored));
		return stored;
	}

	const refuse = () => {
		throw new Error('the fake cluster cannot do this');
	};

	const cluster: FakeCluster = {
		objects,
		calls,
		before: () => {},
		server: 'https://fake.test',
		async get(resource, namespace, name, signal) {
			return structuredClone(existing(await call('get', resource, namespace, name, signal)));
		},
		async create(resource, object, options) {
			const {namespace, name} = object.metadata;
			const key = await call('create', resource, namespace, name, options?.signal);
			if (objects.has(key)) throw new ApiError(409, 'AlreadyExists', `${key} already exists`);
			return store(key, object);
		},
		async replace(resource, object, options) {
			const {namespace, name, resourceVersion} = object.metadata;
			const key = await call('replace', resource, namespace, name, options?.signal);
			if (existing(key).metadata.resourceVersion !== resourceVersion) throw new ApiError(409, 'Conflict', 'modified');
			return store(key, object);
		},
		async patch(resource, namespace, name, operations, options) {
			const key = await call('patch', resource, namespace, name, options?.signal);
			const changes = operations.map(({path, value}) => [path.slice(1), value]);
			return store(key, {...existing(key), ...Object.fromEntries(changes)});
		},
		list: refuse,
		watch: refuse,
		apply: refuse,
		delete: refuse,
	};
	return cluster;
}
