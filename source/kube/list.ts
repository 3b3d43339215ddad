import {hasReason, type ListOptions} from '../objects/cluster.ts';
import {isRecord, stringAt, type KubeList, type KubeObject} from '../objects/object.ts';
import {apiVersionOf, type Resource} from '../objects/resource.ts';
import {apiPath, query} from './api-path.ts';
import type {Transport} from './transport.ts';

const pageSize = 500;

/**
 * Lists in pages ("Kubernetes API Concepts", retrieving large results sets in chunks). When a page token expires in between
 * (410), everything is listed again in one piece, so that the result is always one consistent state.
 */
export async function list(
	transport: Transport,
	resource: Resource,
	namespace: string | undefined,
	options: ListOptions,
): Promise<KubeList> {
	const items: KubeObject[] = [];
	let page = await listPage(transport, resource, namespace, options, {limit: pageSize});
	for (;;) {
		for (const item of page.items) items.push(item);
		if (page.next === undefined) return {items, resourceVersion: page.resourceVersion};
		try {
			page = await listPage(transport, resource, namespace, options, {limit: pageSize, continue: page.next});
		} catch (error) {
			if (!hasReason(error, 'Expired')) throw error;
			items.length = 0;
			page = await listPage(transport, resource, namespace, options, {});
		}
	}
}

interface Page extends KubeList {
	readonly next: string | undefined;
}

async function listPage(
	transport: Transport,
	resource: Resource,
	namespace: string | undefined,
	{labelSelector, fieldSelector, signal}: ListOptions,
	paging: {readonly limit?: number; readonly continue?: string},
): Promise<Page> {
	const answer = await transport.json({
		method: 'GET',
		path: apiPath(resource, namespace) + query({labelSelector, fieldSelector, ...paging}),
		resource,
		// The API server zips only what is big (128 KiB and more).
		headers: {'Accept-Encoding': 'gzip'},
		signal,
	});
	const items = isRecord(answer) && Array.isArray(answer['items']) ? answer['items'] : [];
	return {
		items: items.map(item => withKind(item as KubeObject, resource)),
		resourceVersion: stringAt(answer, 'metadata', 'resourceVersion') ?? '',
		next: stringAt(answer, 'metadata', 'continue') || undefined,
	};
}

/** In lists of built-in kinds, the items themselves do not say what they are. */
function withKind(item: KubeObject, resource: Resource): KubeObject {
	return item.kind ? item : {...item, apiVersion: apiVersionOf(resource), kind: resource.kind};
}
