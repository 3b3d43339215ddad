/** A part of a route that Envoy does not take, so that it takes no change of any route of its gateway. */
export interface RefusedPart {
	/** Where it stands: `spec.http[0].match[1].headers.x`. */
	readonly path: string;
	/** A sentence without a full stop, about it. */
	readonly why: string;
}

/** Where something stands in an object, and what is there. */
export interface Place {
	readonly path: string;
	readonly value: unknown;
}

/** The entries of a list, with their places. */
export function entriesAt({path, value}: Place, field: string): readonly Place[] {
	const list = fieldOf(value, field);
	return Array.isArray(list)
		? list.map((each: unknown, index) => ({path: `${path}.${field}[${index}]`, value: each}))
		: [];
}

/** A field, with its place. */
export function placeAt({path, value}: Place, ...fields: readonly string[]): Place {
	return fields.reduce<Place>(
		(place, field) => ({path: `${place.path}.${field}`, value: fieldOf(place.value, field)}),
		{path, value},
	);
}

/** The fields of a mapping with any names, with their places. */
export function namedAt(place: Place, field: string): readonly (Place & {readonly name: string})[] {
	const {path, value} = placeAt(place, field);
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.entries(value).map(([name, each]: [string, unknown]) => ({name, path: `${path}.${name}`, value: each}))
		: [];
}

function fieldOf(value: unknown, field: string): unknown {
	return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
		? (value as Readonly<Record<string, unknown>>)[field]
		: undefined;
}
