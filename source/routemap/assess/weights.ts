import {weightAnnotation} from '../../objects/labels.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import type {Routemap, Version} from '../routemap.ts';
import type {Availability, Lookup} from './availability.ts';

/**
 * The weight of each version (Iter8's rule, one difference): 0 for an unavailable one; else the override, else the routemap's
 * weight, else 1. If all are 0, Iter8 gives version 0 weight 1 even when it is down; here the first available version gets it,
 * and version 0 only when none is.
 */
export function versionWeights(
	{versions}: Pick<Routemap, 'versions'>,
	availability: readonly Availability[],
	lookup: Lookup,
	types: ResourceTypes,
): readonly number[] {
	const weights = versions.map((version, index) =>
		availability[index]?.isAvailable ? ownWeight(version, lookup, types) : 0,
	);
	if (weights.some(weight => weight > 0)) return weights;
	const first = Math.max(
		0,
		availability.findIndex(({isAvailable}) => isAvailable),
	);
	return weights.map((_, index) => (index === first ? 1 : 0));
}

/** The weight that a version has whenever it is available: the override, else the routemap's, else 1. */
export function ownWeight(version: Version, lookup: Lookup, types: ResourceTypes): number {
	return weightOverride(version, lookup, types) ?? version.weight ?? 1;
}

/**
 * The weight that the annotation `iter8.tools/weight` gives a version, on whichever of its resources it stands: Iter8 reads the
 * first resource only, but the charts of v1.1 list the annotated ConfigMap last. Anything but a whole number is passed over.
 */
export function weightOverride(version: Version, lookup: Lookup, types: ResourceTypes): number | undefined {
	for (const {gvrShort, namespace, name} of version.resources) {
		const type = types.get(gvrShort);
		const text = type && lookup(type.resource, namespace, name)?.metadata.annotations?.[weightAnnotation];
		if (text !== undefined && isWeight(text)) return Number(text);
	}

	return undefined;
}

/** Whether the text of an annotation is a weight: a whole number of 32 bits, as in Iter8. */
export function isWeight(text: string): boolean {
	return /^\d{1,10}$/.test(text) && Number(text) <= 4_294_967_295;
}
