import type {Kind} from './kind.ts';
import {groups, kinds, servedKind} from './kinds.ts';
import {badRequest, noSuchResource, notFound} from './status-error.ts';

/** What a path under /api or /apis names: a collection of objects, one of them, or a subresource of one. */
export interface Target {
	readonly kind: Kind;
	readonly version: string;
	/** Undefined for all namespaces, and for kinds that have none. */
	readonly namespace: string | undefined;
	readonly name: string | undefined;
	readonly subresource: string | undefined;
	/** Named by the older path of a watch, `/watch/…`. */
	readonly isWatch?: boolean;
}

/**
 * The target of a path ("Kubernetes API Concepts", resource URIs); undefined for a path that is none. Throws NotFound for
 * resources that a served group does not have.
 */
export function targetOf(path: string): Target | undefined {
	const parts = partsOf(path);
	const [root, ...rest] = parts.at(-1) === '' ? parts.slice(0, -1) : parts;
	if (root === 'api') {
		const [version = '', ...place] = rest;
		return place.length === 0 && (version === '' || version === 'v1') ? undefined : placed('', version, place);
	}

	const [group = '', version = '', ...place] = rest;
	if (root !== 'apis' || place.length === 0 || !groups.get(group)?.includes(version)) return undefined;
	return placed(group, version, place);
}

function partsOf(path: string): readonly string[] {
	try {
		return path.split('/').slice(1).map(decodeURIComponent);
	} catch {
		throw badRequest(`invalid URL escape in ${path}`);
	}
}

function placed(group: string, version: string, place: readonly string[]): Target | undefined {
	if (place[0] === 'watch') {
		const target = placed(group, version, place.slice(1));
		return target && {...target, isWatch: true};
	}

	const isInNamespace = place[0] === 'namespaces' && place.length > 2 && !(group === '' && place[2] === 'status');
	const [plural = '', name, subresource, ...more] = isInNamespace ? place.slice(2) : place;
	const namespace = isInNamespace ? place[1] : undefined;
	const kind = servedKind(group, version, plural);
	const isWhole = name === undefined || kind?.namespaced === isInNamespace;
	if (kind?.isCustom && name !== undefined && subresource !== undefined && !hasSubresource(kind, subresource)) {
		throw notFound(kind, name);
	}

	if (!kind && isCustomGroup(group)) return undefined;
	if (
		!kind ||
		more.length > 0 ||
		!isWhole ||
		(isInNamespace && !kind.namespaced) ||
		!hasSubresource(kind, subresource)
	) {
		throw noSuchResource();
	}

	return {kind, version, namespace, name, subresource};
}

/** Groups of CRDs have a page for what they do not know, the others a Status. */
function isCustomGroup(group: string): boolean {
	return kinds.some(kind => kind.group === group && kind.isCustom);
}

function hasSubresource(kind: Kind, subresource: string | undefined): boolean {
	if (subresource === undefined) return true;
	return subresource === 'status' ? kind.hasStatus : Object.hasOwn(kind.subresources, subresource);
}
