import {previousAnnotation} from '../objects/labels.ts';
import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {keptChanges, type History, type HistoryEntry} from './history.ts';

/** A change of a primary, as the primary itself says it. */
interface PastChange {
	readonly rollout: string;
	/** Hash of the spec that it replaced. */
	readonly from: string;
	/** The version label that the spec had; undefined where there was none. */
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
	/** All changes that led here, newest first, this one among them unless it was taken back. */
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

function pastChangeOf(value: unknown): readonly PastChange[] {
	const rollout = stringAt(value, 'rollout');
	const from = stringAt(value, 'from');
	const version = stringAt(value, 'version');
	return rollout === undefined || from === undefined ? [] : [{rollout, from, ...(version !== undefined && {version})}];
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

/** The changes that a primary is going to name when one more is made of it. */
export function pastWith(primary: KubeObject, change: PastChange): readonly PastChange[] {
	const past = readPrevious(primary)?.past ?? [];
	return [change, ...past.filter(({rollout}) => rollout !== change.rollout)].slice(0, keptChanges);
}

/**
 * The entries of a history that the primary itself names, with the spec that each led from: whoever may write ConfigMaps need not
 * be allowed to write specs, so only these count, with the version label that the primary says.
 * @param hash The hash of a spec.
 */
export function provenHistory(
	history: History,
	primary: KubeObject,
	hash: (spec: unknown) => string,
): readonly (HistoryEntry & {readonly spec: unknown})[] {
	const past = readPrevious(primary)?.past ?? [];
	return past.flatMap(({rollout, from, version}) => {
		const entry = history.entries.find(each => each.rollout === rollout && each.from.hash === from);
		const spec = history.specs.get(from);
		if (!entry || spec === undefined || hash(spec) !== from) return [];
		return [{...entry, from: {hash: from, ...(version !== undefined && {version})}, spec}];
	});
}
