import type {KubeObject} from '../../objects/object.ts';
import type {Answer} from './answer.ts';
import {continueFrom, continueToken, type Page} from './continue-token.ts';
import {groupVersion} from './kind.ts';
import type {Form} from './negotiation.ts';
import {itemJsonOf, jsonOf, partialMetadata} from './representation.ts';
import {listVersion, pageVersion, refuseTooLarge} from './resource-version.ts';
import {selector} from './selection.ts';
import {badRequest, notFound} from './status-error.ts';
import {inVersion, type Store} from './store.ts';
import {tableOf, type Included} from './table.ts';
import type {Target} from './target.ts';

/** Answers with one object. Throws NotFound. */
export function getObject(
	store: Store,
	{kind, version, namespace, name = ''}: Target,
	query: URLSearchParams,
	form: Form,
): Answer {
	refuseTooLarge(store, query);
	const found = store.find(kind, namespace, name);
	if (!found) throw notFound(kind, name);
	return objectAnswer(store, {kind, version}, found, query, form);
}

/** One object as an answer, in the form that was asked for. */
export function objectAnswer(
	store: Store,
	{kind, version}: Pick<Target, 'kind' | 'version'>,
	object: KubeObject,
	query: URLSearchParams,
	form: Form,
	code = 200,
): Answer {
	const apiVersion = groupVersion(kind.group, version);
	if (form.as === 'PartialObjectMetadata') return {code, value: partialMetadata(object)};
	if (form.as === undefined) return {code, json: jsonOf(object, apiVersion)};
	const table = tableOf(kind, [inVersion(object, apiVersion)], {now: store.now, included: includedOf(query)});
	return {code, value: {...table, metadata: {resourceVersion: object.metadata.resourceVersion}}};
}

/** Answers with the objects that the selectors choose, a page of them where there is a limit. */
export function listObjects(
	store: Store,
	{kind, version, namespace}: Target,
	query: URLSearchParams,
	form: Form,
): Answer {
	const page = pageOf(query);
	const at = page ? pageVersion(store, page) : listVersion(store, query);
	const selection = selectorsOf(query);
	const isWanted = selector(kind, namespace, selection);
	const rest = store.all(kind, at).filter(object => isIn(object, namespace) && isAfter(object, namespace, page));
	const all = rest.filter(isWanted);
	// a list from the watch cache, as version 0 asks for, knows no pages
	const limit = query.get('resourceVersion') === '0' ? 0 : integerOf(query, 'limit');
	const objects = limit > 0 ? all.slice(0, limit) : all;
	// the list goes on while there are objects behind, whether the selectors choose them or not
	const last = limit > 0 && objects.length === limit && objects.at(-1) !== rest.at(-1) ? objects.at(-1) : undefined;
	const isSelective = selection.labelSelector !== '' || selection.fieldSelector !== '';
	const metadata = {
		resourceVersion: String(at),
		...(last ? {continue: continueToken({version: at, after: keyIn(last, namespace)})} : {}),
		...(last && !isSelective && {remainingItemCount: all.length - objects.length}),
	};
	const apiVersion = groupVersion(kind.group, version);
	if (form.as === 'Table') {
		const shown = objects.map(object => inVersion(object, apiVersion));
		return {code: 200, value: {...tableOf(kind, shown, {now: store.now, included: includedOf(query)}), metadata}};
	}

	if (form.as === 'PartialObjectMetadata') {
		const items = objects.map(partialMetadata);
		return {code: 200, value: {kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items}};
	}

	// lists of custom resources say that nothing comes after
	const end = kind.isCustom ? {continue: '', ...metadata} : metadata;
	const head = `{"kind":"${kind.kind}List","apiVersion":"${apiVersion}","metadata":${JSON.stringify(end)},"items":[`;
	return {
		code: 200,
		json: `${head}${objects.map(object => itemJsonOf(object, apiVersion, kind.isCustom)).join(',')}]}`,
	};
}

/** The selectors of a request. */
export function selectorsOf(query: URLSearchParams): {readonly labelSelector: string; readonly fieldSelector: string} {
	return {labelSelector: query.get('labelSelector') ?? '', fieldSelector: query.get('fieldSelector') ?? ''};
}

export function includedOf(query: URLSearchParams): Included {
	const wish = query.get('includeObject');
	if (wish === 'None' || wish === 'Object') return wish;
	if (wish === null || wish === '' || wish === 'Metadata') return 'Metadata';
	const value = JSON.stringify(wish);
	throw badRequest(
		`Unable to convert to Table as requested: includeObject: Invalid value: ${value}: must be 'Metadata', 'Object', 'None', or empty`,
	);
}

function pageOf(query: URLSearchParams): Page | undefined {
	const token = query.get('continue') ?? '';
	if (token === '') return undefined;
	const resourceVersion = query.get('resourceVersion') ?? '';
	if (resourceVersion !== '' && resourceVersion !== '0') {
		throw badRequest('specifying resource version is not allowed when using continue');
	}

	return continueFrom(token);
}

/** A whole number in a query, 0 when it is not there. Throws BadRequest. */
export function integerOf(query: URLSearchParams, name: string): number {
	const text = query.get(name) ?? '0';
	if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
	return Number(text);
}

function keyIn({metadata}: KubeObject, namespace: string | undefined): string {
	return namespace === undefined && metadata.namespace !== undefined
		? `${metadata.namespace}/${metadata.name}`
		: metadata.name;
}

function isIn({metadata}: KubeObject, namespace: string | undefined): boolean {
	return namespace === undefined || metadata.namespace === namespace;
}

function isAfter(object: KubeObject, namespace: string | undefined, page: Page | undefined): boolean {
	return page === undefined || keyIn(object, namespace) > page.after;
}
