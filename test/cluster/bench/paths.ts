import type {Resource} from '../../../source/objects/resource.ts';

/** Namespace of the apps that the daemon routes. */
export const namespace = 'bench';

/** Path of a collection of the API server, or of one object in it. */
export function pathOf({group, version, plural}: Resource, name = '', within = namespace): string {
	const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
	return `${root}/namespaces/${within}/${plural}${name === '' ? '' : `/${name}`}`;
}
