import {isDeepStrictEqual} from 'node:util';
import {isRecord, stringAt, type KubeObject} from '../../objects/object.ts';
import {branch, fieldsOf, isWithin, readFieldsV1, writeFieldsV1, type Fields, type FieldSet} from './field-set.ts';
import {shapeOf, type Shape} from './shape.ts';

/** Who wrote fields, and by which kind of write (`metadata.managedFields`, without the fields themselves). */
export interface Manager {
	readonly manager: string;
	readonly operation: 'Apply' | 'Update';
	readonly apiVersion: string;
	readonly subresource?: 'status' | undefined;
}

/** A manager with what it owns. */
export interface Owner extends Manager {
	readonly fields: FieldSet;
	/** When it last wrote. */
	readonly time: string | undefined;
}

/** What a write changes. */
interface Difference {
	readonly added: FieldSet;
	readonly modified: FieldSet;
	readonly removed: FieldSet;
}

/** Fields that nobody owns (structured-merge-diff in apiserver, `stripmeta.go`). */
const unowned = new Set([
	'f:apiVersion',
	'f:kind',
	'f:metadata',
	...[
		'name',
		'namespace',
		'creationTimestamp',
		'selfLink',
		'uid',
		'generation',
		'managedFields',
		'resourceVersion',
	].map(key => `f:metadata\0f:${key}`),
]);

/** Before this many other managers of updates, the oldest are thrown together. */
const mostUpdateManagers = 10;

/** The fields of an object that can be owned by a write to it, or to its status. */
export function ownableFields(object: KubeObject | undefined, shape: Shape, isStatus: boolean | undefined): Fields {
	const {managedFields: _, ...metadata} = object?.metadata ?? {};
	const fields = new Map(fieldsOf(object && {...object, metadata}, shape));
	for (const path of fields.keys()) {
		const isOther = isStatus !== undefined && isWithin(path, 'f:status') !== isStatus;
		if (isOther || isUnowned(path)) fields.delete(path);
	}

	return fields;
}

/** Whether a field belongs to nobody but the server. */
export function isUnowned(path: string): boolean {
	return unowned.has(path) || path.startsWith('f:metadata\0f:managedFields\0');
}

/** What differs between two states. A struct is there before it has fields. */
export function difference(before: Fields, after: Fields, shape: Shape): Difference {
	const added = new Set<string>();
	const modified = new Set<string>();
	for (const [path, value] of after) {
		if (!before.has(path)) {
			if (value !== branch || !isStruct(path, shape)) added.add(path);
		} else if (!isDeepStrictEqual(before.get(path), value)) modified.add(path);
	}

	return {added, modified, removed: new Set([...before.keys()].filter(path => !after.has(path)))};
}

function isStruct(path: string, shape: Shape): boolean {
	let current = shape;
	for (const element of path.split('\0')) {
		// items of a list have the fields that its shape names, and are no structs themselves
		current = element.startsWith('f:') ? shapeOf(current, element.slice(2)) : {...current, isStruct: false};
	}

	return current.isStruct === true;
}

/** The owners that an object's `managedFields` tell of. */
export function ownersOf(object: KubeObject | undefined): readonly Owner[] {
	const entries = (object?.metadata.managedFields ?? []) as readonly unknown[];
	return entries.filter(isRecord).map(entry => ({
		manager: stringAt(entry, 'manager') ?? '',
		operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update',
		apiVersion: stringAt(entry, 'apiVersion') ?? '',
		...(entry['subresource'] === 'status' ? {subresource: 'status'} : {}),
		fields: readFieldsV1(entry['fieldsV1']),
		time: stringAt(entry, 'time'),
	}));
}

/** `managedFields` in the API server's order: applies first, then by time and name. */
export function writeOwners(owners: readonly Owner[]): readonly Readonly<Record<string, unknown>>[] {
	const keyOf = ({operation, time, manager, apiVersion, subresource}: Owner): string =>
		[operation, time, manager, apiVersion, subresource].join('\0');
	return owners
		.filter(({fields}) => fields.size > 0)
		.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
		.map(({manager, operation, apiVersion, time, fields, subresource}) => ({
			manager,
			operation,
			apiVersion,
			...(time === undefined ? {} : {time}),
			fieldsType: 'FieldsV1',
			fieldsV1: writeFieldsV1(fields),
			...(subresource ? {subresource} : {}),
		}));
}

/** Whether two entries are of one manager; an applier is the same in whatever version of the API it writes. */
export function isSameManager(a: Manager, b: Manager): boolean {
	return (
		a.manager === b.manager &&
		a.operation === b.operation &&
		a.subresource === b.subresource &&
		(a.operation === 'Apply' || a.apiVersion === b.apiVersion)
	);
}

/** The owners after others lost what a write changed or took away. */
export function withoutChanged(owners: readonly Owner[], {added, modified, removed}: Difference): readonly Owner[] {
	const lost = new Set([...added, ...modified, ...removed]);
	return owners.map(owner => {
		const fields = new Set([...owner.fields].filter(path => !lost.has(path)));
		return fields.size === owner.fields.size ? owner : {...owner, fields};
	});
}

/** The owners after an update that is no apply: who adds or changes a field owns it, and nobody owns what is gone. */
export function ownersAfterUpdate(
	owners: readonly Owner[],
	manager: Manager,
	change: Difference,
	time: string,
): readonly Owner[] {
	const written = [...change.added, ...change.modified];
	const kept = withoutChanged(owners, change);
	if (written.length === 0) return kept;
	const own = kept.find(owner => isSameManager(owner, manager));
	const others = kept.filter(owner => owner !== own);
	return capped([...others, {...manager, fields: new Set([...(own?.fields ?? []), ...written]), time}]);
}

/** Too many updaters become one, `ancient-changes`, the oldest first (apiserver, `capmanagers.go`). */
function capped(owners: readonly Owner[]): readonly Owner[] {
	const updaters = owners.filter(({operation, fields}) => operation === 'Update' && fields.size > 0);
	if (updaters.length <= mostUpdateManagers) return owners;
	const oldest = updaters
		.toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1))
		.slice(0, updaters.length - mostUpdateManagers + 1);
	const [last] = oldest.slice(-1);
	if (!last) return owners;
	const fields = new Set(oldest.flatMap(owner => [...owner.fields]));
	const ancient: Owner = {...last, manager: 'ancient-changes', fields};
	return [...owners.filter(owner => !oldest.includes(owner)), ancient];
}
