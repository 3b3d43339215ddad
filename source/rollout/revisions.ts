import {appVersionLabel} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {pastOf, type PastChange, type ProvenChange} from './previous.ts';

/** One spec that the primary has had, or has. */
export interface Revision {
	readonly revision: number;
	readonly version: string | undefined;
	/** What brought it; undefined where kubectl iter8 did not. */
	readonly change: Pick<PastChange, 'action' | 'by' | 'at'> | undefined;
	readonly spec: unknown;
}

/**
 * The present spec first, then those that are kept. What each change led from is its revision, and what it led to the next.
 * @param own The hash of the present spec.
 */
export function revisionsOf(primary: KubeObject, own: string, kept: readonly ProvenChange[]): readonly Revision[] {
	const past = pastOf(primary, own);
	const present = {
		revision: presentRevision(primary, own),
		version: primary.metadata.labels?.[appVersionLabel],
		change: changeTo(own, past[0]),
		spec: primary['spec'],
	};
	const earlier = kept.map(({number, version, from, spec}): Revision => {
		const index = past.findIndex(change => change.number === number);
		return {revision: number, version, change: changeTo(from, past[index + 1]), spec};
	});
	return [present, ...earlier];
}

/**
 * The number of the present spec.
 * @param own Its hash.
 */
export function presentRevision(primary: KubeObject, own: string): number {
	return (pastOf(primary, own)[0]?.number ?? 0) + 1;
}

/** The change before, where it led to this spec: somebody else may have put another one there since. */
function changeTo(hash: string, before: PastChange | undefined): Revision['change'] {
	if (before?.to !== hash) return undefined;
	const {action, by, at} = before;
	return {action, by, at};
}
