import {parseDuration} from '../../objects/duration.ts';
import {isRecord} from '../../objects/object.ts';

/** What may stand in a place of a route. */
export type Field = {
	/** Whether the rooms that follow requests know what it means; what they do not know is said, never guessed at. */
	readonly isFollowed: boolean;
} & (
	| {readonly kind: 'text' | 'whole number' | 'number' | 'flag' | 'duration' | 'anything'}
	| {readonly kind: 'list' | 'mapping'; readonly of: Field}
	| {readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>>}
);

export const text: Field = {kind: 'text', isFollowed: true};
export const whole: Field = {kind: 'whole number', isFollowed: true};
export const number: Field = {kind: 'number', isFollowed: true};
export const flag: Field = {kind: 'flag', isFollowed: true};
export const duration: Field = {kind: 'duration', isFollowed: true};
export const anything: Field = {kind: 'anything', isFollowed: true};

export function list(of: Field): Field {
	return {kind: 'list', of, isFollowed: true};
}

/** A mapping of any names. */
export function mapping(of: Field): Field {
	return {kind: 'mapping', of, isFollowed: true};
}

export function object(fields: Readonly<Record<string, Field>>): Field {
	return {kind: 'object', fields, isFollowed: true};
}

export function unfollowed(field: Field): Field {
	return {...field, isFollowed: false};
}

/** Something in a route that is not as it should be, or not known: `path` says where. */
export interface FieldFinding {
	readonly path: string;
	readonly kind: 'not followed' | 'unknown' | 'malformed';
	/** A sentence without a full stop, for what is malformed: `it is null, not a whole number`. */
	readonly why: string;
}

/** Where a value says something that is not followed; a field that is not known may mean anything. */
export function unfollowedIn(value: unknown, field: Field, path: string): readonly string[] {
	return inspect(value, field, path)
		.filter(({kind}) => kind !== 'malformed')
		.map(finding => finding.path);
}

/** Everything in a value that its field does not know, that is not followed, or that is of another type. */
export function inspect(value: unknown, field: Field, path: string): readonly FieldFinding[] {
	const here: readonly FieldFinding[] = field.isFollowed ? [] : [{path, kind: 'not followed', why: ''}];
	switch (field.kind) {
		case 'object':
			if (!isRecord(value)) return [malformed(path, value, 'a mapping')];
			return [
				...here,
				...Object.entries(value).flatMap(([name, each]): readonly FieldFinding[] => {
					const known = Object.hasOwn(field.fields, name) ? field.fields[name] : undefined;
					const place = `${path}.${name}`;
					return known ? inspect(each, known, place) : [{path: place, kind: 'unknown', why: ''}];
				}),
			];
		case 'mapping':
			if (!isRecord(value)) return [malformed(path, value, 'a mapping')];
			return [...here, ...Object.entries(value).flatMap(([name, each]) => inspect(each, field.of, `${path}.${name}`))];
		case 'list':
			if (!Array.isArray(value)) return [malformed(path, value, 'a list')];
			return [...here, ...value.flatMap((each: unknown, index) => inspect(each, field.of, `${path}[${index}]`))];
		default:
			return isOf(value, field.kind) ? here : [malformed(path, value, names[field.kind])];
	}
}

const names = {
	text: 'a text',
	'whole number': 'a whole number',
	number: 'a number',
	flag: 'true or false',
	duration: 'a duration of 1ms or more, such as 1.5s',
	anything: 'anything',
} as const;

function isOf(value: unknown, kind: keyof typeof names): boolean {
	switch (kind) {
		case 'text':
			return typeof value === 'string';
		case 'whole number':
			return Number.isInteger(value) && Math.abs(Number(value)) <= 0xff_ff_ff_ff;
		case 'number':
			return typeof value === 'number';
		case 'flag':
			return typeof value === 'boolean';
		case 'duration':
			return typeof value === 'string' && /[a-z]$/.test(value) && (parseDuration(value) ?? 0) >= 1;
		default:
			return true;
	}
}

function malformed(path: string, value: unknown, wanted: string): FieldFinding {
	return {path, kind: 'malformed', why: `it is ${inWords(value)}, not ${wanted}`};
}

function inWords(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return isRecord(value) ? 'a mapping' : JSON.stringify(value);
}
