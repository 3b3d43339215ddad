import {isRecord, type KubeObject} from '../../objects/object.ts';
import type {FieldType, Schema} from './schemas.ts';
import {invalidValue, required, type Cause} from './status-error.ts';

interface Place {
	readonly path: string;
	readonly value: unknown;
}

const unchecked: Cause = {
	reason: 'FieldValueInvalid',
	message:
		'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
	field: '<nil>',
};

/** A value of another type than its schema has. */
interface TypeFault extends Place {
	readonly type: FieldType;
}

/** Where an object departs from a schema, in the API server's words. */
export function schemaFaults(object: KubeObject, schema: Schema): readonly Cause[] {
	const faults = [
		...typeFaultsOf(object, schema).map(typeCause),
		...schema.required.flatMap(path =>
			placesAt(object, path)
				.filter(({value}) => value === undefined)
				.map(place => required(place.path)),
		),
	];
	return faults.length > 0 && schema.hasRules ? [...faults, unchecked] : faults;
}

/** The values that are not of the type that their schema has. */
export function typeFaultsOf(object: unknown, {types}: Schema): readonly TypeFault[] {
	return Object.entries(types).flatMap(([path, type]) =>
		placesAt(object, path)
			.filter(({value}) => value !== undefined && typeOf(value) !== type)
			.map(place => ({...place, type})),
	);
}

/** The places that a path with `[]` for all items means; a missing field is a place where what is around it exists. */
function placesAt(object: unknown, path: string): readonly Place[] {
	return path.split('.').reduce<readonly Place[]>(
		(places, step) => {
			const key = step.replace('[]', '');
			const fields = places
				.filter(({value}) => isRecord(value))
				.map(({path: above, value}) => ({
					path: above === '' ? key : `${above}.${key}`,
					value: (value as Readonly<Record<string, unknown>>)[key],
				}));
			return step.endsWith('[]') ? fields.flatMap(itemsOf) : fields;
		},
		[{path: '', value: object}],
	);
}

function itemsOf({path, value}: Place): readonly Place[] {
	return Array.isArray(value) ? value.map((item: unknown, index) => ({path: `${path}[${index}]`, value: item})) : [];
}

function typeCause({path, value, type}: TypeFault): Cause {
	const actual = typeOf(value);
	const cause = invalidValue(path, actual, `${path} in body must be of type ${type}: "${actual}"`);
	return {...cause, reason: 'FieldValueTypeInvalid'};
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}
