import {isRecord, type KubeObject} from '../../objects/object.ts';
import {
	appliedFields,
	below,
	elementOf,
	isWithin,
	parentOf,
	pathText,
	type Fields,
	type FieldSet,
} from './field-set.ts';
import {withLastApplied, yieldingFields} from './last-applied.ts';
import {
	difference,
	isSameManager,
	isUnowned,
	ownableFields,
	ownersAfterUpdate,
	ownersOf,
	withoutChanged,
	type Manager,
	type Owner,
} from './managed-fields.ts';
import {itemShape, shapeOf, type Shape} from './shape.ts';
import {StatusError} from './status-error.ts';

interface ApplyOptions {
	/** Take the fields of other managers. */
	readonly force: boolean;
	readonly time: string;
	/** Whether the status is applied, or all but it; undefined for kinds whose status is no resource of its own. */
	readonly isStatus: boolean | undefined;
}

interface Applied {
	readonly object: KubeObject;
	readonly owners: readonly Owner[];
}

/**
 * Server-side apply ("Kubernetes API", Server-Side Apply): merges what is applied into the live object, takes away what the
 * manager applied before, does not apply now, and nobody else owns. Throws a Conflict that names each field of another manager
 * that would change, unless `force`.
 */
export function applied(
	live: KubeObject | undefined,
	config: KubeObject,
	shape: Shape,
	manager: Manager,
	{force, time, isStatus}: ApplyOptions,
): Applied {
	const before = ownableFields(live, shape, isStatus);
	const owners = live ? ownersBeforeApply(live, before, manager, shape, time) : [];
	const fields = appliedFields(ownableFields(config, shape, isStatus));
	const own = owners.find(owner => isSameManager(owner, manager));
	const others = owners.filter(owner => owner !== own);
	const dropped = droppedFields(own?.fields ?? new Set(), [fields, ...others.map(owner => owner.fields)]);
	const merged = without(merge(live ?? {}, config, shape), dropped, shape, '') as KubeObject;
	const change = difference(before, ownableFields(merged, shape, isStatus), shape);
	if (!force) {
		const yielding = yieldingFields(live, manager.manager, shape);
		const written = [...change.added, ...change.modified].filter(path => !yielding.has(path));
		refuseConflicts(others, new Set(written));
	}

	const isSame = change.added.size + change.modified.size + change.removed.size === 0;
	const self: Owner = {...manager, fields, time: isSame ? own?.time : time};
	return {object: withLastApplied(merged, config, manager.manager), owners: [...withoutChanged(others, change), self]};
}

/** The owners of an object; everything in one that has none is of `before-first-apply` (apiserver, `skipnonapplied.go`). */
function ownersBeforeApply(
	live: KubeObject,
	before: Fields,
	{apiVersion, subresource}: Manager,
	shape: Shape,
	time: string,
): readonly Owner[] {
	const owners = ownersOf(live);
	if (owners.length > 0) return owners;
	const unknown: Manager = {manager: 'before-first-apply', operation: 'Update', apiVersion, subresource};
	return ownersAfterUpdate([], unknown, difference(new Map(), before, shape), time);
}

/** What was owned and now is not, with the maps that only held that. */
function droppedFields(last: FieldSet, kept: readonly FieldSet[]): FieldSet {
	const stay = withParents(kept);
	return new Set([...withParents([last])].filter(path => !stay.has(path) && !isUnowned(path)));
}

function withParents(sets: readonly FieldSet[]): Set<string> {
	const all = new Set<string>();
	for (const set of sets) {
		for (let path of set) for (; path !== '' && !all.has(path); path = parentOf(path)) all.add(path);
	}

	return all;
}

function merge(live: unknown, config: unknown, shape: Shape): unknown {
	if (isRecord(config) && !shape.isAtomic) {
		const merged = new Map(isRecord(live) ? Object.entries(live) : []);
		for (const [key, value] of Object.entries(config)) {
			if (value !== null) merged.set(key, merge(merged.get(key), value, shapeOf(shape, key)));
		}

		return Object.fromEntries(merged);
	}

	if (!Array.isArray(config) || (!shape.keys && !shape.isSet)) return config;
	const items = new Map((Array.isArray(live) ? live : []).map((item: unknown) => [elementOf(item, shape), item]));
	for (const item of config as unknown[]) {
		const element = elementOf(item, shape);
		items.set(element, shape.keys ? merge(items.get(element), item, itemShape(shape)) : item);
	}

	return [...items.values()];
}

function without(value: unknown, dropped: FieldSet, shape: Shape, path: string): unknown {
	if (dropped.size === 0 || ![...dropped].some(drop => path === '' || isWithin(drop, path))) return value;
	if (isRecord(value)) {
		const entries = Object.entries(value).filter(([key]) => !dropped.has(below(path, `f:${key}`)));
		return Object.fromEntries(
			entries.map(([key, entry]) => [key, without(entry, dropped, shapeOf(shape, key), below(path, `f:${key}`))]),
		);
	}

	if (!Array.isArray(value)) return value;
	return (value as unknown[])
		.map(item => [item, below(path, elementOf(item, shape))] as const)
		.filter(([, place]) => !dropped.has(place))
		.map(([item, place]) => without(item, dropped, itemShape(shape), place));
}

function refuseConflicts(others: readonly Owner[], written: FieldSet): void {
	const conflicts = others
		.flatMap(owner =>
			[...owner.fields].filter(path => written.has(path)).map(path => [title(owner), pathText(path)] as const),
		)
		.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
	const [first] = conflicts;
	if (!first) return;
	const causes = conflicts.map(([owner, field]) => ({
		reason: 'FieldManagerConflict',
		message: `conflict with ${owner}`,
		field,
	}));
	const listed = [...Map.groupBy(conflicts, ([owner]) => owner)].map(([owner, fields]) =>
		[`conflicts with ${owner}:`, ...fields.map(([, field]) => `- ${field}`)].join('\n'),
	);
	const message =
		conflicts.length === 1
			? `Apply failed with 1 conflict: conflict with ${first[0]}: ${first[1]}`
			: `Apply failed with ${conflicts.length} conflicts: ${listed.join('\n')}`;
	throw new StatusError(409, 'Conflict', message, {causes});
}

function title({manager, operation, apiVersion, subresource}: Owner): string {
	const of = subresource ? ` with subresource "${subresource}"` : '';
	return `"${manager}"${of}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
