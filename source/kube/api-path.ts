import type {Resource} from '../objects/resource.ts';

/** Path of a resource's collection ("Kubernetes API Concepts", resource URIs), or of one object in it. Throws as `pathSegment`. */
export function apiPath(resource: Resource, namespace: string | undefined, name?: string): string {
	const parts = resource.group === '' ? ['api', resource.version] : ['apis', resource.group, resource.version];
	if (namespace !== undefined && resource.namespaced !== false)
		parts.push('namespaces', pathSegment('namespace', namespace));
	parts.push(resource.plural);
	if (name !== undefined) parts.push(pathSegment(`${resource.kind} name`, name));
	return `/${parts.map(encodeURIComponent).join('/')}`;
}

/**
 * A name that can stand in a path. Throws an Error for any other, as client-go does (`IsValidPathSegmentName`): the server, or a
 * proxy before it, would take `..` for a step up, to all namespaces or to another kind, and an empty name for all objects.
 */
export function pathSegment(what: string, name: string): string {
	if (name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name)) return name;
	throw new Error(`invalid ${what} "${name}": it may be neither empty nor "." nor "..", and has no "/" and no "%"`);
}

/** `?…` of the parameters that have a value; empty when none has. */
export function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
	const parts = Object.entries(parameters).flatMap(([name, value]) =>
		value === undefined || value === false || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
	);
	return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
