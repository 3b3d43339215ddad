import {fieldAt, isRecord} from '../../objects/object.ts';
import {goTypeOf} from './go-json-error.ts';
import type {Kind} from './kind.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What Go would say of an object that does not fit its type, e.g. a number without quotes in the YAML of a ConfigMap: of names,
 * labels, annotations and a ConfigMap's content. Undefined when those fit.
 */
export function decodingFault(kind: Kind, value: Fields): string | undefined {
	const {metadata = {}} = value;
	const prefix = kind.isCustom ? 'ObjectMeta' : 'ObjectMeta.metadata';
	if (!isRecord(metadata)) return misfit(metadata, `${kind.kind}.metadata`, 'v1.ObjectMeta');
	const {name = '', labels, annotations} = metadata;
	if (typeof name !== 'string') return misfit(name, `${prefix}.name`, 'string');
	const fault = textMapFault(labels, `${prefix}.labels`) ?? textMapFault(annotations, `${prefix}.annotations`);
	if (kind.kind !== 'ConfigMap') return fault;
	return fault ?? textMapFault(value['data'], 'ConfigMap.data') ?? base64Fault(value['binaryData']);
}

/** Paths of the fields that an object has and its kind has not, as far as the table of kinds tells. */
export function unknownFields({fields}: Kind, value: Fields): readonly string[] {
	const common = ['apiVersion', 'kind', 'metadata'];
	return Object.entries(fields).flatMap(([path, names]) => {
		const keys = path === '' ? [] : path.split('.');
		const found = fieldAt(value, ...keys);
		const known = path === '' ? [...names, ...common] : names;
		const unknown = isRecord(found) ? Object.keys(found).filter(key => !known.includes(key)) : [];
		return unknown.map(key => [...keys, key].join('.'));
	});
}

/** An object without the fields at some paths. */
export function withoutFields(value: Fields, paths: readonly string[]): Fields {
	return paths.reduce((kept, path) => withoutField(kept, path.split('.')), value);
}

function withoutField(value: Fields, [key = '', ...rest]: readonly string[]): Fields {
	const {[key]: field, ...others} = value;
	return rest.length > 0 && isRecord(field) ? {...value, [key]: withoutField(field, rest)} : others;
}

function textMapFault(map: unknown, field: string): string | undefined {
	if (map === undefined || map === null) return undefined;
	if (!isRecord(map)) return misfit(map, field, 'map[string]string');
	const wrong = Object.values(map).find(entry => typeof entry !== 'string' && entry !== null);
	return wrong === undefined ? undefined : misfit(wrong, field, 'string');
}

function base64Fault(map: unknown): string | undefined {
	for (const text of isRecord(map) ? Object.values(map) : []) {
		if (typeof text !== 'string') return misfit(text, 'ConfigMap.binaryData', '[]uint8');
		if (/^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text) && !text.includes('_')) continue;
		const wrong = text.search(/[^A-Za-z0-9+/]/);
		return `illegal base64 data at input byte ${wrong < 0 ? text.length : wrong}`;
	}

	return undefined;
}

function misfit(value: unknown, field: string, type: string): string {
	return `json: cannot unmarshal ${goTypeOf(value)} into Go struct field ${field} of type ${type}`;
}
