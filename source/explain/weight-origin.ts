import {weightAnnotation} from '../objects/labels.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import {weightOverride} from '../routemap/assess/weights.ts';
import type {Version} from '../routemap/routemap.ts';

/** Where the weight of an available version comes from, in words: `set by annotation iter8.tools/weight of ConfigMap …`. */
export function weightOrigin(version: Version, lookup: Lookup, types: ResourceTypes): string {
	if (weightOverride(version, lookup, types) === undefined) {
		return version.weight === undefined ? 'the default' : 'set by the routemap';
	}

	const holder = version.resources.find(
		resource => weightOverride({...version, resources: [resource]}, lookup, types) !== undefined,
	);
	const kind = holder && types.get(holder.gvrShort)?.resource.kind;
	return `set by annotation ${weightAnnotation} of ${kind} ${holder?.name}`;
}
