import {isRecord, stringAt, type KubeObject} from '../../objects/object.ts';
import {decoded, unrecognized} from './body.ts';
import {decodingFault, unknownFields, withoutFields} from './go-decoding.ts';
import {groupVersion, type Kind} from './kind.ts';
import {kindsOf} from './kinds.ts';
import {typeFaultsOf} from './schema.ts';
import {badRequest, invalid, invalidPatch, invalidValue, notRegistered, StatusError} from './status-error.ts';
import {withTimes} from './times.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What to do about fields that a kind does not have: refuse them, or drop them and say so. */
export interface FieldValidation {
	readonly isStrict: boolean;
	warn(this: void, text: string): void;
}

/**
 * The object in the body of a create or update: of the right kind, with texts where texts belong, and without fields that its
 * kind does not have. Throws BadRequest, Invalid or UnsupportedMediaType.
 */
export function objectIn(
	body: Buffer,
	mediaType: string,
	kind: Kind,
	version: string,
	validation: FieldValidation,
): KubeObject {
	const value = decoded(body, mediaType, why => unrecognized(body, kind.kind, why));
	if (kind.isCustom && !value['kind']) {
		throw unrecognized(body, kind.kind, `Object 'Kind' is missing in '${body.toString('utf8')}'`);
	}

	if (kind.isCustom) refuseOtherKind(kind, version, value);
	const name = stringAt(value, 'kind') ?? kind.kind;
	const given = (stringAt(value, 'apiVersion') ?? version).split('/').at(-1);
	const refuse = (fault: string): Error =>
		badRequest(`${name} in version "${given}" cannot be handled as a ${kind.kind}: ${fault}`);
	return typed(kind, version, value, validation, refuse);
}

/** An object as a patch made it: it must still be of its kind. Throws Invalid. */
export function patchedObject(kind: Kind, version: string, value: Fields, validation: FieldValidation): KubeObject {
	if (kind.isCustom && value['kind'] !== kind.kind) throw otherKind(kind, value);
	return typed(kind, version, value, validation, fault => invalidPatch(value, fault));
}

/** An object that is applied. Throws an error without a reason for what does not fit its kind. */
export function appliedObject(kind: Kind, version: string, value: Fields): KubeObject {
	const faults = [
		...unknownFields(kind, value).map(path => `.${path}: field not declared in schema`),
		...typeFaultsOf(value, kind.schema)
			.filter(({type}) => type === 'array' || type === 'object')
			.map(
				({path, type, value: found}) =>
					`.${path}: expected ${type === 'array' ? 'list' : 'map'}, got &{${String(found)}}`,
			),
	];
	if (faults.length === 0) return known(kind, version, value);
	const place = `${stringAt(value, 'metadata', 'namespace') ?? ''}/${stringAt(value, 'metadata', 'name') ?? ''}`;
	const title = `${place}; ${kind.group}/${version}, Kind=${kind.kind}`;
	throw new StatusError(500, '', `failed to create typed patch object (${title}): ${faults.join('\n')}`);
}

function typed(
	kind: Kind,
	version: string,
	value: Fields,
	{isStrict, warn}: FieldValidation,
	refuse: (fault: string) => Error,
): KubeObject {
	const unknown = unknownFields(kind, value).map(path => `unknown field "${path}"`);
	const fault =
		otherVersion(kind, version, value) ??
		decodingFault(kind, value) ??
		(isStrict && unknown.length > 0 ? `strict decoding error: ${unknown.join(', ')}` : undefined);
	if (fault !== undefined) throw refuse(fault);
	for (const text of unknown) warn(text);
	try {
		return withTimes(known(kind, version, value));
	} catch (error) {
		throw refuse((error as Error).message);
	}
}

function refuseOtherKind(kind: Kind, version: string, value: Fields): void {
	const wanted = groupVersion(kind.group, version);
	const {apiVersion = wanted} = value;
	if (apiVersion !== wanted) {
		throw badRequest(
			`the API version in the data (${String(apiVersion)}) does not match the expected API version (${wanted})`,
		);
	}

	if (value['kind'] !== kind.kind) throw otherKind(kind, value);
}

function otherKind(kind: Kind, value: Fields): StatusError {
	const name = String(value['kind']);
	const causes = [invalidValue('kind', name, `must be ${kind.kind}`)];
	return invalid({...kind, kind: name}, stringAt(value, 'metadata', 'name') ?? '', causes);
}

/** What is wrong with the kind and version that a built-in object says it has. */
function otherVersion(kind: Kind, version: string, value: Fields): string | undefined {
	const wanted = groupVersion(kind.group, version);
	const {kind: name = kind.kind, apiVersion = wanted} = value;
	if (name === kind.kind && apiVersion === wanted) return undefined;
	const given = String(apiVersion);
	const isKnown = kindsOf(kind.group, version).some(other => other.kind === name) && given === wanted;
	const internal = kind.group === '' ? 'core' : (kind.group.split('.')[0] ?? '');
	return isKnown
		? `converting (${version}.${String(name)}) to (${internal}.${kind.kind}): unknown conversion`
		: notRegistered(String(name), given);
}

/** An object without what its kind does not have, and without empty metadata. */
function known(kind: Kind, version: string, value: Fields): KubeObject {
	const fields = Object.entries(withoutFields(value, unknownFields(kind, value))).filter(([, entry]) => entry !== null);
	const metadata = isRecord(value['metadata']) ? Object.entries(value['metadata']) : [];
	return {
		...Object.fromEntries(fields),
		apiVersion: groupVersion(kind.group, version),
		kind: kind.kind,
		metadata: {name: '', ...Object.fromEntries(metadata.filter(([, entry]) => !isEmpty(entry)))},
	};
}

/** What Go leaves out of JSON when it writes metadata. */
function isEmpty(value: unknown): boolean {
	return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
