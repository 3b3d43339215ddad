import {fieldAt, isRecord, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';

/** A spec by its hash, and what the version label said of it. */
interface Revision {
	readonly hash: string;
	readonly version?: string;
}

/** One change of an app's primary from one spec to another. */
export interface HistoryEntry {
	/** Of the rollout that made it; the primary's own record names it too. */
	readonly rollout: string;
	/** Counts from 1; the spec that the change led to is revision `number + 1`, the first one is revision 1. */
	readonly number: number;
	readonly action: string;
	/** Who did it, as the API server calls them. */
	readonly by: string;
	/** RFC 3339. */
	readonly at: string;
	readonly from: Revision;
	readonly to: Revision;
}

/** The last changes of an app's primary, newest first, with the specs from which they led. */
export interface History {
	readonly entries: readonly HistoryEntry[];
	/** By hash. */
	readonly specs: ReadonlyMap<string, unknown>;
}

/** How many changes are kept. */
export const keptChanges = 10;

/** Bytes. Kubernetes, ConfigMap: "cannot exceed 1 MiB", names and metadata included. */
const mostBytes = 900_000;

/** Of a change: more were never made, and a number beyond could not be counted on from. */
const largestNumber = 1_000_000_000;

/** Name of the ConfigMap that keeps an app's history. */
export function historyName(app: string): string {
	return `${app}-history`;
}

/** What a ConfigMap says of an app's history; what is no entry is passed over. It proves nothing: see `provenHistory`. */
export function parseHistory(configMap: KubeObject | undefined): History {
	const entries = listAt(parsed(stringAt(configMap, 'data', 'changes')), 'changes').flatMap(entryOf);
	const specs = parsed(stringAt(configMap, 'data', 'specs'));
	return {
		entries: entries.slice(0, keptChanges),
		specs: new Map(isRecord(specs) ? Object.entries(specs) : []),
	};
}

/**
 * A history with one more change, of which `spec` is what it leads from; the same rollout's earlier entry gives way to it, and
 * the oldest ones do. Throws an Error when the whole is too large to be kept.
 */
export function withChange(history: History, change: Omit<HistoryEntry, 'number'>, spec: unknown): History {
	const others = history.entries.filter(({rollout}) => rollout !== change.rollout);
	const number = Math.max(0, ...others.map(entry => entry.number)) + 1;
	const entries = [{...change, number}, ...others].slice(0, keptChanges).map(entryFields);
	const known = new Map([...history.specs, [change.from.hash, spec]]);
	const specs = new Map(
		entries.flatMap(({from}) => (known.has(from.hash) ? [[from.hash, known.get(from.hash)] as const] : [])),
	);
	return {entries, specs};
}

/** The `data` of the ConfigMap that keeps a history. Throws an Error when it is too large for one. */
export function historyData({entries, specs}: History): Readonly<Record<string, string>> {
	for (let kept = entries.length; ; kept--) {
		const some = entries.slice(0, kept);
		const own = Object.fromEntries(Array.from(specs).filter(([hash]) => some.some(({from}) => from.hash === hash)));
		const data = {changes: JSON.stringify({changes: some}), specs: JSON.stringify(own)};
		const size = bytesOf(data.changes) + bytesOf(data.specs);
		if (size <= mostBytes) return data;
		if (kept <= 1) {
			throw new Error(
				`the spec that is to be replaced has ${size} bytes, too many to keep for undo (${mostBytes}): nothing was changed`,
			);
		}
	}
}

function entryFields({rollout, number, action, by, at, from, to}: HistoryEntry): HistoryEntry {
	return {rollout, number, action, by, at, from, to};
}

function entryOf(value: unknown): readonly HistoryEntry[] {
	const [rollout, action, by, at] = ['rollout', 'action', 'by', 'at'].map(key => stringAt(value, key));
	const number = numberAt(value, 'number');
	const [from, to] = ['from', 'to'].map(key => revisionOf(fieldAt(value, key)));
	if (rollout === undefined || action === undefined || by === undefined || at === undefined) return [];
	if (number === undefined || !Number.isSafeInteger(number) || !from || !to) return [];
	if (number < 1 || number > largestNumber) return [];
	return [{rollout, number, action, by, at, from, to}];
}

function revisionOf(value: unknown): Revision | undefined {
	const hash = stringAt(value, 'hash');
	const version = stringAt(value, 'version');
	return hash === undefined ? undefined : {hash, ...(version !== undefined && {version})};
}

function bytesOf(text: string): number {
	return new TextEncoder().encode(text).length;
}

function parsed(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return undefined;
	}
}
