import {parseDuration} from '../objects/duration.ts';
import {flagName, type Flag, type FlagTable} from '../options/flag.ts';
import type {GlobalFlagValues} from '../options/options.ts';
import {commandLine} from '../print/command-line.ts';
import {connectionWords} from './connection-words.ts';

/** What was called, as `Options` has it. */
interface Called {
	readonly flags: GlobalFlagValues;
	readonly arguments: readonly string[];
}

/** Headers that say who one is. */
const secretHeader = /auth|cookie|token|secret|session|password|credential|key/i;

/**
 * A verb as it was called, to show to others and to call again: in its namespace, without flags that say what holds anyway, and
 * without secrets, for which `***` stands.
 */
export function toldCommand(name: string, table: FlagTable, called: Called, namespace: string): string {
	const values = called.flags as Readonly<Record<string, unknown>>;
	const flags = Object.entries(table).map(([key, flag]) => [flagName(key), wordsOf(key, flag, values[key])] as const);
	return commandLine({
		name,
		arguments: called.arguments,
		flags: Object.fromEntries(flags),
		namespace,
		connection: connectionWords(called.flags),
	});
}

function wordsOf(key: string, flag: Flag, value: unknown): string | number | true | readonly string[] | undefined {
	switch (flag.type) {
		case 'boolean':
			return value === true && flag.default !== true ? true : undefined;
		case 'list':
			return (value as readonly string[]).map(one => (key === 'header' ? withoutSecret(one) : one));
		case 'duration':
			return value === parseDuration(flag.default ?? '') ? undefined : durationWords(value as number | undefined);
		case 'integer':
			return value === flag.default ? undefined : (value as number | undefined);
		default:
			return value === flag.default ? undefined : withoutPassword(value as string | undefined);
	}
}

function durationWords(milliseconds: number | undefined): string | undefined {
	if (milliseconds === undefined) return undefined;
	return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

function withoutSecret(header: string): string {
	const [name = ''] = header.split(':', 1);
	return secretHeader.test(name) ? `${name}: ***` : header;
}

/** Of a URL that has one. */
function withoutPassword(text: string | undefined): string | undefined {
	return text?.replace(/^(\w+:\/\/)[^/@\s]+@/, '$1***@');
}
