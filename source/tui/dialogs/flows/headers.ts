import {validateHeaderName, validateHeaderValue} from 'node:http';
import type {Faults, Field, Values} from '../form/field.ts';

const prefix = 'header-';
const most = 9;

/** A field for each header that is given, and an empty one for the next. */
export function headerFields(values: Values): readonly Field[] {
	const given = givenHeaders(values);
	const last = Math.max(0, ...given.map(([index]) => index + 1));
	return Array.from({length: Math.min(most, last + 1)}, (_, index) => ({
		name: `${prefix}${index}`,
		label: index === 0 ? 'Headers' : '',
		placeholder: index === 0 ? 'none; one as NAME: VALUE, e.g. traffic: test' : 'another',
	}));
}

export function headerFaults(values: Values): Faults {
	return Object.fromEntries(
		givenHeaders(values).flatMap(([index, text]) =>
			parseHeader(text) ? [] : [[`${prefix}${index}`, 'write it as NAME: VALUE']],
		),
	);
}

/** The headers by their names in lower case; those of one name are joined by commas, as HTTP allows. */
export function headersOf(values: Values): Readonly<Record<string, string>> {
	const headers = new Map<string, string>();
	for (const [, text] of givenHeaders(values)) {
		const [name, value] = parseHeader(text) ?? [];
		if (name === undefined || value === undefined) continue;
		const earlier = headers.get(name);
		headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
	}

	return Object.fromEntries(headers);
}

/** The headers as send-test's and explain's flag takes them. */
export function headerFlags(headers: Readonly<Record<string, string>>): readonly string[] {
	return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

function givenHeaders(values: Values): readonly (readonly [index: number, text: string])[] {
	return Object.entries(values).flatMap(([name, text]) =>
		name.startsWith(prefix) && text.trim() !== '' ? [[Number(name.slice(prefix.length)), text.trim()] as const] : [],
	);
}

/** Name, in lower case, and value of a header as one writes it; undefined when it is none. */
export function parseHeader(text: string): readonly [name: string, value: string] | undefined {
	const [, name = '', value = ''] = /^([^:]*):\s*(.*?)\s*$/s.exec(text) ?? [];
	try {
		validateHeaderName(name);
		validateHeaderValue(name, value);
		return [name.toLowerCase(), value];
	} catch {
		return undefined;
	}
}

/** What is wrong with the path of a request; undefined when nothing is, an empty one included. */
export function pathFault(path: string): string | undefined {
	return path === '' || /^\/[!-~]*$/.test(path) ? undefined : 'it must begin with / and have no spaces';
}
