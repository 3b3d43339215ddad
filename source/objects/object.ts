/**
 * Kubernetes objects as they travel over the wire. Only the fields that this project reads are typed; everything that a
 * template, a user or another controller may have written stays `unknown` until it is checked.
 */
export interface OwnerReference {
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly uid: string;
	readonly controller?: boolean;
	readonly blockOwnerDeletion?: boolean;
}

interface ManagedFields {
	readonly manager?: string;
	readonly operation?: string;
	readonly subresource?: string;
	readonly time?: string;
	readonly fieldsV1?: unknown;
}

export interface ObjectMeta {
	readonly name: string;
	readonly namespace?: string;
	readonly uid?: string;
	readonly resourceVersion?: string;
	readonly generation?: number;
	readonly creationTimestamp?: string;
	readonly deletionTimestamp?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly annotations?: Readonly<Record<string, string>>;
	readonly finalizers?: readonly string[];
	readonly ownerReferences?: readonly OwnerReference[];
	readonly managedFields?: readonly ManagedFields[];
}

export interface KubeObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: ObjectMeta;
	readonly [field: string]: unknown;
}

export interface KubeList {
	readonly items: readonly KubeObject[];
	readonly resourceVersion: string;
}

/** Whether a value is a JSON object (not null, not an array). */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is an object of the cluster as far as everything here relies on it: it has metadata. */
export function isObject(value: unknown): value is KubeObject {
	return isRecord(value) && isRecord(value['metadata']);
}

/** The value at a path of keys, or undefined as soon as a step is missing. Reads own properties only. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
	let current = value;
	for (const key of path) {
		if (!isRecord(current) || !Object.hasOwn(current, key)) return undefined;
		current = current[key];
	}

	return current;
}

/** The string at a path of keys, or undefined where there is none. */
export function stringAt(value: unknown, ...path: readonly string[]): string | undefined {
	const found = fieldAt(value, ...path);
	return typeof found === 'string' ? found : undefined;
}

/** The number at a path of keys, or undefined where there is none. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
	const found = fieldAt(value, ...path);
	return typeof found === 'number' ? found : undefined;
}

/** The list at a path of keys; an empty one where there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
	const found: unknown = fieldAt(value, ...path);
	return Array.isArray(found) ? found : [];
}

/** The strings of the list at a path of keys; what else is in it is passed over. */
export function stringsAt(value: unknown, ...path: readonly string[]): readonly string[] {
	return listAt(value, ...path).filter(each => typeof each === 'string');
}

/**
 * How late an object was written, next to others of its resource; 0 where that is not told. Rule: resource versions of one resource
 * grow (Kubernetes API concepts, "Resource versions").
 */
export function resourceVersionOf({metadata: {resourceVersion = ''}}: KubeObject): bigint {
	return /^\d+$/.test(resourceVersion) ? BigInt(resourceVersion) : 0n;
}

/** Map key and message form of an object's identity: `NAMESPACE/NAME`. */
export function namespacedName(namespace: string, name: string): string {
	return `${namespace}/${name}`;
}

/** An object as faults and findings name it: `VirtualService models/wisdom`. */
export function titleOf({kind, metadata: {namespace, name}}: KubeObject): string {
	return `${kind} ${namespace === undefined ? name : namespacedName(namespace, name)}`;
}
