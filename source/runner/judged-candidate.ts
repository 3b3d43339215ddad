import type {KubeObject} from '../objects/object.ts';
import type {Judged} from '../rollout/evidence.ts';
import {isPromotionOf, readPrevious} from '../rollout/previous.ts';
import {hashOf} from './replace/spec-hash.ts';

interface Named {
	readonly name: string;
	readonly object: KubeObject;
}

/**
 * A candidate as what was tested of it is read: beside the spec of the primary, or, where that has the candidate's by a promotion,
 * the one that it had before.
 */
export function judgedCandidate(
	candidate: Named,
	primary: {readonly name: string; readonly object: KubeObject | undefined},
): Judged {
	const {name, object} = candidate;
	const spec = primary.object && specBeside(object, primary.object);
	return {name, uid: object.metadata.uid, spec: knownHash(object), primary: {name: primary.name, spec}};
}

function specBeside(candidate: KubeObject, primary: KubeObject): string {
	const promoted = isPromotionOf(primary, candidate) ? readPrevious(primary) : undefined;
	const hash = knownHash(primary);
	return promoted?.to === hash ? promoted.from : hash;
}

const hashes = new WeakMap<KubeObject, string>();

/** The full screen is drawn every second, and an object is the same until it changes. */
function knownHash(object: KubeObject): string {
	const hash = hashes.get(object) ?? hashOf(object);
	hashes.set(object, hash);
	return hash;
}
