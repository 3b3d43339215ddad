import type {Target} from '../rollout/step.ts';
import {versionKindOf} from '../versions/kinds.ts';
import type {VersionKind} from '../versions/version-kind.ts';

/** The kind of a step's target. Throws an Error for one that can only be routed. */
export function kindOfTarget({resource, name}: Target): VersionKind {
	const kind = versionKindOf(resource);
	if (!kind) throw new Error(`${name} is a ${resource.kind}, which can be routed, but not deployed or promoted`);
	return kind;
}
