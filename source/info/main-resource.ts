import type {ResourceTypes} from '../objects/resource-types.ts';
import type {ResourceReference, Version} from '../routemap/routemap.ts';

/** The resource by which a version is known: the first that can be ready, and so serves, else anything but a ConfigMap. */
export function mainResource({resources}: Version, types: ResourceTypes): ResourceReference | undefined {
	return (
		resources.find(({gvrShort}) => (types.get(gvrShort)?.conditions.length ?? 0) > 0) ??
		resources.find(({gvrShort}) => gvrShort !== 'cm') ??
		resources[0]
	);
}
