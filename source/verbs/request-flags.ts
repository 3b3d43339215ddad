import {validateHeaderName, validateHeaderValue} from 'node:http';
import {UsageError} from '../objects/usage-error.ts';

/** The value of `--path`, checked: a path as it can stand in a request, query included. */
export function parsePath(path: string | undefined): string | undefined {
	if (path === undefined || /^\/[!-~]*$/.test(path)) return path;
	throw new UsageError(`invalid path ${JSON.stringify(path)}: it must begin with / and have no spaces`);
}

/** Headers as curl's -H takes them, names in lower case; those of one name are joined by commas, as HTTP allows. */
export function parseHeaders(given: readonly string[]): Readonly<Record<string, string>> {
	const headers = new Map<string, string>();
	for (const header of given) {
		const [, name = '', value = ''] = /^([^:]*):\s*(.*?)\s*$/s.exec(header) ?? [];
		try {
			validateHeaderName(name);
			validateHeaderValue(name, value);
		} catch (error) {
			throw new UsageError(`invalid header ${JSON.stringify(header)}: write it as 'NAME: VALUE'`, {cause: error});
		}

		const key = name.toLowerCase();
		const earlier = headers.get(key);
		headers.set(key, earlier === undefined ? value : `${earlier}, ${value}`);
	}

	return Object.fromEntries(headers);
}
