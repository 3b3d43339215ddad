import type {KubeList, KubeObject} from './object.ts';
import type {Resource} from './resource.ts';

/** Options that all writes share; they mean what kubectl's flags of the same name mean. */
export interface WriteOptions {
	readonly fieldManager?: string;
	/** Server-side dry run: validated and admitted, not stored. */
	readonly dryRun?: boolean;
	readonly signal?: AbortSignal;
	/** Called right before the request leaves this process, however long it waited for a connection; what it throws keeps it here. */
	readonly guard?: () => void;
}

export interface ApplyOptions extends WriteOptions {
	readonly fieldManager: string;
	/** Take fields over from other field managers instead of failing with a Conflict. */
	readonly force?: boolean;
}

interface DeleteOptions extends WriteOptions {
	/** @default 'Background' */
	readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
	/** Delete only the object with this uid; another object of the same name is a Conflict. */
	readonly uid?: string;
}

export interface ListOptions {
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
	readonly signal?: AbortSignal;
}

export interface WatchOptions extends ListOptions {
	readonly resourceVersion: string;
}

export interface WatchEvent {
	readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
	readonly object: KubeObject;
}

/** One operation of a JSON patch (RFC 6902). */
export interface JsonPatchOperation {
	readonly op: 'add' | 'remove' | 'replace' | 'test';
	readonly path: string;
	readonly value?: unknown;
}

/**
 * The cluster as this project uses it: the one interface between the code that decides and the code that talks to an API
 * server. Every method rejects with an `ApiError` for an answer of the server and with a `ConnectionError` when there was none.
 * `namespace` is undefined for all namespaces and for resources that have none.
 */
export interface Cluster {
	/** URL of the API server, for messages. */
	readonly server: string;
	/** Resolves when the server next answers any request, or when the signal aborts; absent where answers never fail to come. */
	readonly nextAnswer?: (signal: AbortSignal) => Promise<void>;
	get(resource: Resource, namespace: string | undefined, name: string, signal?: AbortSignal): Promise<KubeObject>;
	list(resource: Resource, namespace: string | undefined, options?: ListOptions): Promise<KubeList>;
	/**
	 * Watch events from a resourceVersion on, bookmarks included. Ends normally when the server closes the stream; rejects with
	 * ApiError 410 when the resourceVersion is too old, and with ConnectionError when the connection breaks or is silent for
	 * longer than the server would be, which sends a bookmark about every minute.
	 */
	watch(resource: Resource, namespace: string | undefined, options: WatchOptions): AsyncIterable<WatchEvent>;
	create(resource: Resource, object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
	/** Replaces an object; with `metadata.resourceVersion` set, only that version of it (else Conflict). */
	replace(resource: Resource, object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
	/** Server-side apply of the object's own fields. */
	apply(resource: Resource, object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
	patch(
		resource: Resource,
		namespace: string | undefined,
		name: string,
		operations: readonly JsonPatchOperation[],
		options?: WriteOptions,
	): Promise<KubeObject>;
	delete(resource: Resource, namespace: string | undefined, name: string, options?: DeleteOptions): Promise<void>;
}

/** An error answer of the API server: the `Status` object of the Kubernetes API. */
export class ApiError extends Error {
	/** HTTP status code. */
	readonly code: number;
	/**
	 * Machine-readable reason, e.g. NotFound, Conflict, Forbidden, Unauthorized, Invalid, Expired; empty when the server gave none.
	 * One is ours: ResourceMissing (also code 404), when the server does not have this kind of object at all (no CRD).
	 */
	readonly reason: string;

	constructor(code: number, reason: string, message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'ApiError';
		this.code = code;
		this.reason = reason;
	}
}

/** No answer from the API server: refused, reset, timed out, unknown host, bad certificate. */
export class ConnectionError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'ConnectionError';
	}
}

/** Whether an error is the API server's answer with this reason. */
export function hasReason(error: unknown, reason: string): boolean {
	return error instanceof ApiError && error.reason === reason;
}

const passingCodes: readonly number[] = [429, 500, 502, 503, 504];

/** Whether the same may succeed a little later: there was no answer, or the server was busy or stumbled, as when it starts. */
export function isPassing(error: unknown): boolean {
	return error instanceof ConnectionError || (error instanceof ApiError && passingCodes.includes(error.code));
}

/** `get`, with undefined in place of a NotFound error. */
export async function find(
	cluster: Cluster,
	resource: Resource,
	namespace: string | undefined,
	name: string,
	signal?: AbortSignal,
): Promise<KubeObject | undefined> {
	try {
		return await cluster.get(resource, namespace, name, signal);
	} catch (error) {
		if (hasReason(error, 'NotFound')) return undefined;
		throw error;
	}
}
