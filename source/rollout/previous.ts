import {appVersionLabel, previousAnnotation, verbFieldManager} from '../objects/labels.ts';
import {fieldAt, isRecord, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {keptChanges} from './history.ts';

/** A change of a primary from one spec to another, as the primary itself says it, or as it shows (`pastOf`). */
export interface PastChange {
	/** That made it. */
	readonly rollout: string;
	/** Counts from 1: the spec that it led from is the revision of this number, what it led to the next. */
	readonly number: number;
	readonly action: string;
	/** Who did it, as the API server calls them; of an edit the program that wrote it. */
	readonly by: string;
	/** RFC 3339. */
	readonly at: string;
	/** Hash of the spec that it replaced. */
	readonly from: string;
	/** Hash of the spec that came, as the server stores it. */
	readonly to: string;
	/** The version label that the replaced spec had; undefined where there was none. */
	readonly version?: string;
}

/** What a verb writes on a primary together with a new spec, so that `abort` can go back and a stopped `promote` can go on. */
export interface Previous {
	/** The rollout that wrote the spec: of a promotion the candidate's uid. */
	readonly rollout: string;
	/** Hash of the spec before. */
	readonly from: string;
	/** Hash of the spec that came, as the server stores it. */
	readonly to: string;
	/** The version label before; undefined where there was none. */
	readonly version?: string;
	/** The mark before: only a later one tells of the new spec. */
	readonly markBefore: unknown;
	/** The mark before `abort` gave the old spec back; undefined until then. */
	readonly markBeforeRestore?: unknown;
	/** The last changes that led here, newest first, this one among them unless it was taken back. */
	readonly past: readonly PastChange[];
}

/**
 * The record on a primary, or undefined where there is none. It is an annotation of the primary: whoever can write it could write
 * the spec itself. KServe hands annotations on, but the write that brings this one brings another spec too.
 */
export function readPrevious(primary: KubeObject): Previous | undefined {
	const record = parseObject(primary.metadata.annotations?.[previousAnnotation]);
	const rollout = stringAt(record, 'rollout');
	const from = stringAt(record, 'from');
	const to = stringAt(record, 'to');
	if (rollout === undefined || from === undefined || to === undefined) return undefined;
	const version = stringAt(record, 'version');
	const restored = fieldAt(record, 'markBeforeRestore');
	return {
		rollout,
		from,
		to,
		...(version !== undefined && {version}),
		markBefore: fieldAt(record, 'markBefore'),
		...(restored !== undefined && {markBeforeRestore: restored}),
		past: listAt(record, 'past').flatMap(pastChangeOf).slice(0, keptChanges),
	};
}

/** Of a change: more were never made, and a number beyond could not be counted on from. */
const largestNumber = 1_000_000_000;

function pastChangeOf(value: unknown): readonly PastChange[] {
	const [rollout, action, by, at] = ['rollout', 'action', 'by', 'at'].map(key => stringAt(value, key));
	const [from, to, version] = ['from', 'to', 'version'].map(key => stringAt(value, key));
	const number = numberAt(value, 'number');
	if (rollout === undefined || action === undefined || by === undefined || at === undefined) return [];
	if (from === undefined || to === undefined || number === undefined) return [];
	if (!Number.isSafeInteger(number) || number < 1 || number > largestNumber) return [];
	return [{rollout, number, action, by, at, from, to, ...(version !== undefined && {version})}];
}

export function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
	if (text === undefined) return undefined;
	try {
		const record: unknown = JSON.parse(text);
		return isRecord(record) ? record : undefined;
	} catch {
		return undefined;
	}
}

/** Annotations with a record in place of the one before it. */
export function withPrevious(
	annotations: Readonly<Record<string, string>> | undefined,
	previous: Previous,
): Readonly<Record<string, string>> {
	return {...annotations, [previousAnnotation]: JSON.stringify(previous)};
}

/** Whether a primary has the spec of a candidate that is still there by a promotion: not finished, and not taken back. */
export function isPromotionOf(primary: KubeObject, candidate: KubeObject): boolean {
	const previous = readPrevious(primary);
	return (
		previous !== undefined && previous.rollout === candidate.metadata.uid && previous.markBeforeRestore === undefined
	);
}

/** What the change is called by which `abort` takes a promotion back over a spec that is not the promotion's. */
export function abortRollout(promotion: string): string {
	return `abort-${promotion}`;
}

/** Changes with one more, which a rollout that is tried again makes but once. */
export function pastWith(past: readonly PastChange[], change: Omit<PastChange, 'number'>): readonly PastChange[] {
	const others = past.filter(each => !isOf(each, change));
	const number = Math.max(0, ...others.map(each => each.number)) + 1;
	return [{...change, number}, ...others].slice(0, keptChanges);
}

/** Changes without the one that is taken back. */
export function pastWithout(past: readonly PastChange[], change: Pick<PastChange, 'rollout' | 'from'>) {
	return past.filter(each => !isOf(each, change));
}

function isOf(past: PastChange, {rollout, from}: Pick<PastChange, 'rollout' | 'from'>): boolean {
	return past.rollout === rollout && past.from === from;
}

/** What a change is called that was made past kubectl iter8. */
export const editAction = 'edit';

/**
 * The changes that led to a primary's present spec, newest first: those that it names, and before them the edit by which it has
 * another spec than the last of them led to.
 * @param own The hash of its spec.
 */
export function pastOf(primary: KubeObject, own: string): readonly PastChange[] {
	const past = readPrevious(primary)?.past ?? [];
	const last = past[0];
	if (!last || last.to === own) return past;
	const version = primary.metadata.labels?.[appVersionLabel];
	const {manager, time} = lastEditor(primary, last.at);
	// The number tells it from the same edit made once more, after it was taken back.
	const edit = {rollout: `edit-${last.number + 1}`, action: editAction, by: manager, at: time, from: last.to, to: own};
	return pastWith(past, {...edit, ...(version !== undefined && {version})});
}

/**
 * Who wrote the spec last, besides our verbs, since a change. Kubernetes, Server-Side Apply, "Field management": each manager with
 * its last write, to the second. Who only took fields away has none: those who are there wrote before, and did not edit.
 */
function lastEditor({metadata}: KubeObject, since: string): {readonly manager: string; readonly time: string} {
	const second = Math.floor(Date.parse(since) / 1000) * 1000;
	const writes = (metadata.managedFields ?? []).filter(
		({manager, subresource, fieldsV1, time}) =>
			subresource === undefined &&
			manager !== verbFieldManager &&
			fieldAt(fieldsV1, 'f:spec') !== undefined &&
			Date.parse(time ?? '') >= second,
	);
	const last = writes.toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? ''))[0];
	return {manager: last?.manager ?? 'unknown', time: last?.time ?? ''};
}

/** A change of a primary with the spec that it led from. */
export type ProvenChange = PastChange & {readonly spec: unknown};

/**
 * The changes that a primary names, newest first, whose specs are kept: whoever may write ConfigMaps need not be allowed to write
 * specs, so all that is told of a change is told by the primary, and a spec counts by the hash that it has there.
 * @param hash The hash of a spec.
 */
export function provenHistory(
	specs: ReadonlyMap<string, unknown>,
	primary: KubeObject,
	hash: (spec: unknown) => string,
): readonly ProvenChange[] {
	return pastOf(primary, hash(primary['spec'])).flatMap(change => {
		const spec = specs.get(change.from);
		return spec === undefined || hash(spec) !== change.from ? [] : [{...change, spec}];
	});
}
