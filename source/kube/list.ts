import {TooLarge} from '../objects/bounded.ts';
import {ConnectionError, hasReason, type ListOptions} from '../objects/cluster.ts';
import {fieldAt, isObject, isRecord, stringAt, type KubeList, type KubeObject} from '../objects/object.ts';
import {apiVersionOf, type Resource} from '../objects/resource.ts';
import {mostObjectBytes} from './answer.ts';
import {apiPath, query} from './api-path.ts';
import type {Transport} from './transport.ts';

const pageSize = 500;

/** Four objects of any size (`mostObjectBytes`), and 500 of 130 kB. */
const mostPageBytes = 4 * mostObjectBytes;

/**
 * Lists in pages ("Kubernetes API Concepts", retrieving large results sets in chunks). When a page token expires in between
 * (410), everything is listed again in one piece, so that the result is always one consistent state. A page that is too large
 * to be read at once is asked for again in smaller ones, so that nobody stops those who list a kind by writing large objects; each
 * page that went well doubles the next.
 */
export async function list(
	transport: Transport,
	resource: Resource,
	namespace: string | undefined,
	options: ListOptions,
): Promise<KubeList> {
	const items: KubeObject[] = [];
	const read = (paging: Paging): Promise<Page> => listFitting(transport, resource, namespace, options, paging);
	let page = await read({limit: pageSize});
	for (;;) {
		for (const item of page.items) items.push(item);
		if (page.next === undefined) return {items, resourceVersion: page.resourceVersion};
		try {
			page = await read({limit: Math.min(pageSize, 2 * (page.limit ?? pageSize)), continue: page.next});
		} catch (error) {
			if (!hasReason(error, 'Expired')) throw error;
			items.length = 0;
			page = await read({});
		}
	}
}

interface Paging {
	readonly limit?: number;
	readonly continue?: string;
}

interface Page extends KubeList, Paging {
	readonly next: string | undefined;
}

/** A page of at most as many objects as fit. */
async function listFitting(
	transport: Transport,
	resource: Resource,
	namespace: string | undefined,
	options: ListOptions,
	paging: Paging,
): Promise<Page> {
	try {
		return await listPage(transport, resource, namespace, options, paging);
	} catch (error) {
		const isTooLarge = error instanceof ConnectionError && error.cause instanceof TooLarge;
		if (!isTooLarge || paging.limit === 1) throw error;
		const limit = paging.limit === undefined ? pageSize : Math.ceil(paging.limit / 8);
		return listFitting(transport, resource, namespace, options, {...paging, limit});
	}
}

async function listPage(
	transport: Transport,
	resource: Resource,
	namespace: string | undefined,
	{labelSelector, fieldSelector, signal}: ListOptions,
	paging: Paging,
): Promise<Page> {
	const answer = await transport.json({
		method: 'GET',
		path: apiPath(resource, namespace) + query({labelSelector, fieldSelector, ...paging}),
		resource,
		// The API server zips only what is big (128 KiB and more).
		headers: {'Accept-Encoding': 'gzip'},
		signal,
		mostBytes: mostPageBytes,
	});
	const items = itemsOf(answer);
	if (items === undefined) throw new ConnectionError(`what answers about ${resource.plural} is no list of objects`);
	return {
		...paging,
		items: items.map(item => withKind(item, resource)),
		resourceVersion: stringAt(answer, 'metadata', 'resourceVersion') ?? '',
		next: stringAt(answer, 'metadata', 'continue') || undefined,
	};
}

/** The objects of a list; an API server leaves them out where there are none. Undefined for an answer that is no list. */
function itemsOf(answer: unknown): readonly KubeObject[] | undefined {
	const items = fieldAt(answer, 'items') ?? [];
	const isList = isRecord(answer) && ('items' in answer || (stringAt(answer, 'kind') ?? '').endsWith('List'));
	return isList && Array.isArray(items) && items.every(isObject) ? items : undefined;
}

/** In lists of built-in kinds, the items themselves do not say what they are. */
function withKind(item: KubeObject, resource: Resource): KubeObject {
	return item.kind ? item : {...item, apiVersion: apiVersionOf(resource), kind: resource.kind};
}
