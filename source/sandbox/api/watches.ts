import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import type {WatchEvent} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {Change} from './history.ts';
import {groupVersion, type Kind} from './kind.ts';
import type {Form} from './negotiation.ts';
import {includedOf, integerOf, selectorsOf} from './reads.ts';
import {eventLine, jsonOf, partialMetadata} from './representation.ts';
import {refuseListOptions, watchVersion} from './resource-version.ts';
import {selector, watchEventOf} from './selection.ts';
import {statusOf} from './status-error.ts';
import {collectionOf, inVersion, type Store} from './store.ts';
import {tableOf} from './table.ts';
import type {Target} from './target.ts';

const bookmarkInterval = 60_000;
const longestWatch = 1800;

/**
 * Streams the events of a collection, one JSON document a line ("Kubernetes API Concepts", efficient detection of changes),
 * until the client leaves, its `timeoutSeconds` are over or the signal aborts. A version that is too old is an ERROR event.
 */
export async function watchObjects(
	store: Store,
	target: Target,
	query: URLSearchParams,
	form: Form,
	response: ServerResponse,
	ending: AbortSignal,
): Promise<void> {
	const {kind, namespace, version} = target;
	const isWanted = selector(kind, namespace, selectorsOf(query));
	refuseListOptions(query, true);
	const from = watchVersion(query.get('resourceVersion') ?? '');
	const isInitial = query.get('sendInitialEvents') === 'true';
	const seconds = integerOf(query, 'timeoutSeconds') || longestWatch;
	const lines = new EventLines(store, kind, groupVersion(kind.group, version), query, form);
	const left = new AbortController();
	response.once('close', () => left.abort());
	const timeout = AbortSignal.timeout(seconds * 1000);
	const signal = AbortSignal.any([left.signal, ending, timeout]);
	response.writeHead(200, {'Content-Type': 'application/json'});
	response.flushHeaders();
	let seen = from === 0 || isInitial ? store.version : from;
	const write = async (line: string): Promise<void> => {
		if (!response.write(line)) await once(response, 'drain', {signal}).catch(() => undefined);
	};
	const bookmark = (): void => {
		if (query.get('allowWatchBookmarks') === 'true') response.write(lines.bookmark(seen));
	};
	const bookmarks = setInterval(bookmark, bookmarkInterval);
	try {
		if (from === 0 || isInitial) {
			for (const object of store.all(kind).filter(isWanted)) await write(lines.of({type: 'ADDED', object}));
			if (isInitial) await write(lines.bookmark(seen, true));
		}

		for await (const change of store.history.after(seen, signal)) {
			const event = collectionOf(change.kind) === collectionOf(kind) ? watchEventOf(change, isWanted) : undefined;
			if (event) await write(lines.of(event, change));
			seen = change.version;
		}

		if (timeout.aborted) bookmark();
	} catch (error) {
		response.write(`${JSON.stringify({type: 'ERROR', object: statusOf(error)})}\n`);
	} finally {
		clearInterval(bookmarks);
		response.end();
	}
}

/** The lines of one watch, in the form that it asked for. */
class EventLines {
	readonly #store: Store;
	readonly #kind: Kind;
	readonly #apiVersion: string;
	readonly #query: URLSearchParams;
	readonly #form: Form;
	#hasColumns = true;

	constructor(store: Store, kind: Kind, apiVersion: string, query: URLSearchParams, form: Form) {
		this.#store = store;
		this.#kind = kind;
		this.#apiVersion = apiVersion;
		this.#query = query;
		this.#form = form;
	}

	of({type, object}: WatchEvent, change?: Change): string {
		if (this.#form.as !== undefined) return `${JSON.stringify({type, object: this.#formed(object)})}\n`;
		if (change) return eventLine(change, type, object, this.#apiVersion);
		return `{"type":"${type}","object":${jsonOf(object, this.#apiVersion)}}\n`;
	}

	/** Tells how far the watch is; the one that ends the initial events says so. */
	bookmark(version: number, isInitialEnd = false): string {
		const annotations = isInitialEnd ? {annotations: {'k8s.io/initial-events-end': 'true'}} : {};
		const object = {
			kind: this.#kind.kind,
			apiVersion: this.#apiVersion,
			metadata: {resourceVersion: String(version), ...annotations},
		};
		return `${JSON.stringify({type: 'BOOKMARK', object})}\n`;
	}

	#formed(object: KubeObject): unknown {
		if (this.#form.as === 'PartialObjectMetadata') return partialMetadata(object);
		const {resourceVersion} = object.metadata;
		const options = {now: this.#store.now, included: includedOf(this.#query), hasColumns: this.#hasColumns};
		const table = tableOf(this.#kind, [inVersion(object, this.#apiVersion)], options);
		// only the first event of a watch has the columns
		this.#hasColumns = false;
		return {...table, metadata: {resourceVersion}};
	}
}
