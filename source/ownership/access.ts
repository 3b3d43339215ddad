import type {Resource} from '../objects/resource.ts';

/** Something that a user may or may not do. */
export interface Access {
	/** As in RBAC: get, list, watch, create, update, patch, delete. */
	readonly verb: string;
	readonly resource: Resource;
	/** Undefined for all namespaces and for resources that have none. */
	readonly namespace?: string | undefined;
	/** E.g. `portforward` of pods. */
	readonly subresource?: string | undefined;
}

/** An access in words: `patch virtualservices.networking.istio.io in namespace models`. */
export function describeAccess({verb, resource, namespace, subresource}: Access): string {
	const {plural, group, namespaced = true} = resource;
	const name = `${plural}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
	const where = namespace === undefined ? (namespaced ? ' in all namespaces' : '') : ` in namespace ${namespace}`;
	return `${verb} ${name}${where}`;
}
