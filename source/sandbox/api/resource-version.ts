import {continueToken, type Page} from './continue-token.ts';
import {badRequest, forbidden, invalidOptions, StatusError, unsupported, type Cause} from './status-error.ts';
import type {Store} from './store.ts';

/**
 * The version whose state a list shows ("Kubernetes API Concepts", semantics of resourceVersion): the latest, or exactly the one
 * that is asked for. Throws Invalid, Expired or Timeout as the API server does.
 */
export function listVersion(store: Store, query: URLSearchParams): number {
	const text = query.get('resourceVersion') ?? '';
	const match = query.get('resourceVersionMatch') ?? '';
	refuseListOptions(query, false);
	refuseTooLarge(store, query);
	const version = parseVersion(text);
	if (match !== 'Exact') return store.version;
	if (store.history.reaches(version)) return version;
	throw new StatusError(410, 'Expired', `The resourceVersion for the provided list is too old.`);
}

/** Refuses options of lists and watches that do not go together (apimachinery, `ValidateListOptions`). */
export function refuseListOptions(query: URLSearchParams, isWatch: boolean): void {
	const version = query.get('resourceVersion') ?? '';
	const match = query.get('resourceVersionMatch') ?? '';
	const isInitial = query.get('sendInitialEvents') ?? '';
	const field = 'resourceVersionMatch';
	const causes: Cause[] = [];
	if (isWatch && isInitial !== '') {
		if (match !== 'NotOlderThan') {
			causes.push(forbidden(field, `sendInitialEvents requires setting ${field} to NotOlderThan`));
		}

		if (match !== '' && match !== 'NotOlderThan') causes.push(unsupported(field, match, ['NotOlderThan']));
	} else if (isInitial !== '') causes.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
	else if (match !== '' && isWatch) causes.push(forbidden(field, `${field} is forbidden for watch`));
	else if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan') {
		causes.push(unsupported(field, match, ['Exact', 'NotOlderThan', '']));
	} else if (match !== '' && version === '') {
		causes.push(forbidden(field, `${field} is forbidden unless resourceVersion is provided`));
	} else if (match === 'Exact' && version === '0') {
		causes.push(forbidden(field, `${field} "exact" is forbidden for resourceVersion "0"`));
	}

	if (causes.length > 0) throw invalidOptions('ListOptions', causes);
}

/** The version that a watch begins from; 0 for an empty one. Throws the error without a reason that the API server has here. */
export function watchVersion(text: string): number {
	if (/^\d*$/.test(text)) return Number(text);
	throw new StatusError(500, '', unparsable(text));
}

/** Refuses to read a state that is still to come. */
export function refuseTooLarge(store: Store, query: URLSearchParams): void {
	const version = parseVersion(query.get('resourceVersion') ?? '');
	if (version <= store.version) return;
	throw new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${version}, current: ${store.version}`, {
		causes: [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version'}],
		retryAfterSeconds: 1,
	});
}

/** A resourceVersion as a number; 0 for an empty one. Throws BadRequest. */
function parseVersion(text: string): number {
	if (/^\d*$/.test(text)) return Number(text);
	throw badRequest(`invalid resource version: ${unparsable(text)}`);
}

function unparsable(text: string): string {
	const quoted = JSON.stringify(text);
	return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
}

/** The version of a page; its state must not be forgotten. Throws Expired, with a token for a list that is not consistent. */
export function pageVersion(store: Store, {version, after}: Page): number {
	if (store.history.reaches(version)) return version;
	const message =
		'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
	const token = continueToken({version: store.version, after});
	throw new StatusError(410, 'Expired', message, undefined, {continueToken: token});
}
