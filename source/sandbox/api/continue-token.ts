import {isRecord} from '../../objects/object.ts';
import {goJsonError} from './go-json-error.ts';
import {badRequest} from './status-error.ts';

/** Where a list goes on: after a key, in the state of a version. */
export interface Page {
	readonly version: number;
	readonly after: string;
}

/** The `continue` token of a list, in the API server's form (apiserver, `storage/continue.go`). */
export function continueToken({version, after}: Page): string {
	return Buffer.from(JSON.stringify({v: 'meta.k8s.io/v1', rv: version, start: `${after}\0`})).toString('base64url');
}

/** What a `continue` token says. Throws BadRequest for one that is none. */
export function continueFrom(token: string): Page {
	const bytes = Buffer.from(token, 'base64url');
	const text = bytes.toString('utf8');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw badRequest(`invalid continue token: continue key is not valid: ${goJsonError(bytes)}`);
	}

	const {rv, start} = isRecord(value) ? value : {};
	if (typeof rv !== 'number' || typeof start !== 'string') {
		throw badRequest('invalid continue token: continue key is not valid: incorrect encoded start resourceVersion');
	}

	return {version: rv, after: start.replace(/\0$/, '')};
}
