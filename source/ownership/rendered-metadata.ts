import {isRecord, type KubeObject} from '../objects/object.ts';

/** What a template may say of its object's metadata; `ownerReferences` are the routemap's own, put there by us. */
const allowed: ReadonlySet<string> = new Set(['name', 'namespace', 'labels', 'annotations', 'ownerReferences']);

/** Names of our contract: what bears one is something else than a route. */
const ownPrefix = /(^|\.)iter8\.tools\//;

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
		.filter(key => ownPrefix.test(key))
		.map(key => `says metadata.${field} ${key}, which is for what routemaps name, not for what they render`);
}
