import type {Resource} from '../objects/resource.ts';

/** Path of a resource's collection ("Kubernetes API Concepts", resource URIs), or of one object in it. */
export function apiPath(resource: Resource, namespace: string | undefined, name?: string): string {
	const parts = resource.group === '' ? ['api', resource.version] : ['apis', resource.group, resource.version];
	if (namespace !== undefined && resource.namespaced !== false) parts.push('namespaces', namespace);
	parts.push(resource.plural);
	if (name !== undefined) parts.push(name);
	return `/${parts.map(encodeURIComponent).join('/')}`;
}

/** `?…` of the parameters that have a value; empty when none has. */
export function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
	const parts = Object.entries(parameters).flatMap(([name, value]) =>
		value === undefined || value === false || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
	);
	return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
