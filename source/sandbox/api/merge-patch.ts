import {isRecord} from '../../objects/object.ts';

/** Applies a JSON merge patch (RFC 7386): null removes, maps merge, everything else replaces. */
export function mergePatched(value: unknown, patch: unknown): unknown {
	if (!isRecord(patch)) return patch;
	const before = isRecord(value) ? value : {};
	const merged = new Map(Object.entries(before));
	for (const [key, entry] of Object.entries(patch)) {
		if (entry === null) merged.delete(key);
		else merged.set(key, mergePatched(merged.get(key), entry));
	}

	return Object.fromEntries(merged);
}
