import {ApiError} from '../../objects/cluster.ts';
import {qualifiedKind, qualifiedPlural, type Kind} from './kind.ts';

/** One of several reasons of an error, with the field that it is about. */
export interface Cause {
	readonly reason: string;
	readonly message: string;
	readonly field: string;
}

/** `details` of a Status object. */
type Details = Readonly<Record<string, unknown>>;

/** An error with all that the API server's `Status` object tells of it. */
export class StatusError extends ApiError {
	readonly details: Details | undefined;
	/** How a list goes on whose state is forgotten, if the client takes a list that is not consistent. */
	readonly continueToken: string | undefined;

	constructor(
		code: number,
		reason: string,
		message: string,
		details?: Details,
		{continueToken, ...options}: ErrorOptions & {readonly continueToken?: string} = {},
	) {
		super(code, reason, message, options);
		this.name = 'StatusError';
		this.details = details;
		this.continueToken = continueToken;
	}
}

/** The `Status` object of an error; one that is no ApiError is the server's own fault. */
export function statusOf(error: unknown): Readonly<Record<string, unknown>> {
	const known =
		error instanceof ApiError
			? error
			: new StatusError(
					500,
					'InternalError',
					`Internal error occurred: ${error instanceof Error ? error.message : String(error)}`,
					{},
				);
	const {details, continueToken}: Pick<StatusError, 'details' | 'continueToken'> =
		known instanceof StatusError ? known : {details: undefined, continueToken: undefined};
	return {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: continueToken === undefined ? {} : {continue: continueToken},
		status: 'Failure',
		message: known.message,
		...(known.reason === '' ? {} : {reason: known.reason}),
		...(details === undefined ? {} : {details}),
		code: known.code,
	};
}

export function notFound(kind: Kind, name: string): StatusError {
	return new StatusError(404, 'NotFound', `${qualifiedPlural(kind)} "${name}" not found`, objectDetails(kind, name));
}

/** The server does not know the path, or the kind that it names. */
export function noSuchResource(): StatusError {
	return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): StatusError {
	return new StatusError(
		405,
		'MethodNotAllowed',
		'the server does not allow this method on the requested resource',
		{},
	);
}

export function notSupported(verb: string, kind: Kind): StatusError {
	const message = `${verb} is not supported on resources of kind "${qualifiedPlural(kind)}"`;
	return new StatusError(405, 'MethodNotAllowed', message, objectDetails(kind, ''));
}

export function alreadyExists(kind: Kind, name: string, isBeingDeleted: boolean): StatusError {
	const message = `${isBeingDeleted ? 'object is being deleted: ' : ''}${qualifiedPlural(kind)} "${name}" already exists`;
	return new StatusError(409, 'AlreadyExists', message, objectDetails(kind, name));
}

export function conflict(kind: Kind, name: string, message = modified): StatusError {
	const text = `Operation cannot be fulfilled on ${qualifiedPlural(kind)} "${name}": ${message}`;
	return new StatusError(409, 'Conflict', text, objectDetails(kind, name));
}

const modified = 'the object has been modified; please apply your changes to the latest version and try again';

export function badRequest(message: string): StatusError {
	return new StatusError(400, 'BadRequest', message);
}

/** Go's words for a kind that the API does not know. */
export function notRegistered(kind: string, version: string): string {
	return `no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`;
}

export function tooManyBytes(limit: number): StatusError {
	return new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);
}

/** The body of a write is in a format that is not understood there. */
export function unknownFormat(accepted: readonly string[]): StatusError {
	const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
	return new StatusError(415, 'UnsupportedMediaType', message);
}

/** An object that breaks rules: each cause is one of them. */
export function invalid(kind: Kind, name: string, causes: readonly Cause[]): StatusError {
	const details = {...(name === '' ? {} : {name}), ...groupOf(kind), kind: kind.kind};
	return invalidAs(qualifiedKind(kind), name, details, causes);
}

/** Options of a request that break rules; `kind` is e.g. PatchOptions. */
export function invalidOptions(kind: string, causes: readonly Cause[]): StatusError {
	return invalidAs(`${kind}.meta.k8s.io`, '', {group: 'meta.k8s.io', kind}, causes);
}

/** A patch after which an object cannot be read any more. */
export function invalidPatch(patched: unknown, fault: string): StatusError {
	return invalidAs(' ""', undefined, {}, [invalidValue('patch', JSON.stringify(patched), fault)]);
}

/** A review that asks nothing; the API server leaves out which kind it is. */
export function invalidReview(group: string, causes: readonly Cause[]): StatusError {
	return invalidAs(`.${group}`, '', {group}, causes);
}

/** A write that must name the resourceVersion does not. */
export function versionRequired(kind: Kind, name: string): StatusError {
	const message = 'Invalid value: 0: must be specified for an update';
	const causes = [{reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion'}];
	return invalidAs(qualifiedPlural(kind), name, objectDetails(kind, name), causes);
}

function invalidAs(title: string, name: string | undefined, details: Details, causes: readonly Cause[]): StatusError {
	const texts = causes.map(({field, message}) => `${field}: ${message}`);
	const [first = ''] = texts;
	const isOne = new Set(texts).size === 1;
	const message = `${name === undefined ? title : `${title} "${name}"`} is invalid: ${isOne ? first : `[${texts.join(', ')}]`}`;
	return new StatusError(422, 'Invalid', message, {...details, causes});
}

/** `details` of an error about one object. */
export function objectDetails(kind: Kind, name: string): Details {
	return {...(name === '' ? {} : {name}), ...groupOf(kind), kind: kind.plural};
}

function groupOf({group}: Kind): Details {
	return group === '' ? {} : {group};
}

export function required(field: string, message = ''): Cause {
	return {reason: 'FieldValueRequired', message: `Required value${message === '' ? '' : `: ${message}`}`, field};
}

export function forbidden(field: string, message: string): Cause {
	return {reason: 'FieldValueForbidden', message: `Forbidden: ${message}`, field};
}

export function invalidValue(field: string, value: unknown, message: string): Cause {
	return {reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${message}`, field};
}

export function unsupported(field: string, value: unknown, supported: readonly string[]): Cause {
	const list = supported.map(entry => JSON.stringify(entry)).join(', ');
	return {
		reason: 'FieldValueNotSupported',
		message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`,
		field,
	};
}

export function tooLong(field: string, limit: number): Cause {
	return {reason: 'FieldValueTooLong', message: `Too long: may not be more than ${limit} bytes`, field};
}
