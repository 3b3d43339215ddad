import type {IncomingMessage} from 'node:http';
import {groupVersion} from './kind.ts';
import {forbidden, invalidOptions, required, tooLong, unsupported, type Cause} from './status-error.ts';
import type {Target} from './target.ts';
import type {Write} from './writes.ts';

/** Whether a request only tries. Throws Invalid for anything but `All`; `kind` is e.g. PatchOptions. */
export function isDryRun(values: readonly string[], kind: string): boolean {
	if (values.length === 0 || values.join() === '') return false;
	if (values.every(value => value === 'All')) return true;
	const message = `Unsupported value: [${values.map(value => JSON.stringify(value)).join(' ')}]: supported values: "All"`;
	throw invalidOptions(kind, [{reason: 'FieldValueNotSupported', message, field: 'dryRun'}]);
}

/** Who writes and how, from the query and the user agent. */
export function writeOf(
	{headers}: IncomingMessage,
	{kind, version, subresource}: Target,
	query: URLSearchParams,
	optionsKind: string,
): Write {
	refuseWriteOptions(query, optionsKind);
	return {
		manager: query.get('fieldManager') || agentOf(headers['user-agent']),
		apiVersion: groupVersion(kind.group, version),
		subresource: subresource === 'status' ? 'status' : undefined,
		dryRun: isDryRun(query.getAll('dryRun'), optionsKind),
	};
}

const mostManagerBytes = 128;
const validations = ['', 'Ignore', 'Strict', 'Warn'];

function refuseWriteOptions(query: URLSearchParams, optionsKind: string): void {
	const validation = query.get('fieldValidation') ?? '';
	const causes = [
		...(Buffer.byteLength(query.get('fieldManager') ?? '') > mostManagerBytes
			? [tooLong('fieldManager', mostManagerBytes)]
			: []),
		...(validations.includes(validation) ? [] : [unsupported('fieldValidation', validation, validations)]),
	];
	if (causes.length > 0) throw invalidOptions(optionsKind, causes);
}

/** Refuses options that do not fit the kind of patch. */
export function refusePatchOptions(query: URLSearchParams, isApply: boolean): void {
	const causes: Cause[] = [];
	if (isApply && !query.get('fieldManager')) causes.push(required('fieldManager', 'is required for apply patch'));
	if (!isApply && query.has('force')) causes.push(forbidden('force', 'may not be specified for non-apply patch'));
	if (causes.length > 0) throw invalidOptions('PatchOptions', causes);
}

/** The part of a user agent that the API server takes for a field manager's name. */
function agentOf(userAgent = ''): string {
	return userAgent.split('/')[0]?.slice(0, mostManagerBytes) || 'unknown';
}
