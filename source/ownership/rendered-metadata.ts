import {isRecord, type KubeObject} from '../objects/object.ts';

/** What a template may say of its object's metadata; `ownerReferences` are the routemap's own, put there by us. */
const allowed: ReadonlySet<string> = new Set(['name', 'namespace', 'labels', 'annotations', 'ownerReferences']);

/**
 * Labels and annotations of a route are words for people: names without a domain, and the recommended ones. By any other something
 * else in the cluster may be asked to act, with its rights: to make DNS records, or, by those of our contract, to be routed.
 */
const allowedName = /^([^/]*|(app\.kubernetes\.io|helm\.sh)\/[^/]*)$/;

/** What a rendered object says of itself and a routemap may not say; a sentence each. */
export function metadataFaults(object: KubeObject): readonly string[] {
	const others = Object.keys(object.metadata).filter(key => !allowed.has(key));
	return [
		...others.map(key => `says metadata.${key}, which is not a routemap's to write: leave it out of the template`),
		...('status' in object ? ["says status, which is the controllers' to write: leave it out of the template"] : []),
		...(['labels', 'annotations'] as const).flatMap(field => reserved(object.metadata[field], field)),
	];
}

function reserved(values: unknown, field: string): readonly string[] {
	if (values === undefined || values === null) return [];
	if (!isRecord(values)) return [`says metadata.${field}, but not as a mapping of names to texts`];
	return Object.keys(values)
		.filter(key => !allowedName.test(key))
		.map(
			key =>
				`says metadata.${field} ${key}, by which another controller may be asked to act: only names without a domain, of app.kubernetes.io and of helm.sh are a routemap's to write`,
		);
}
