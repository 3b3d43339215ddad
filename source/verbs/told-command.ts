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

/** Names of headers, and of what stands in a query, that say who one is. */
const secretName = /auth|cookie|token|secret|session|pass|pwd|credential|key|jwt|signature/i;

/** Values of headers that do so whatever their name: what a scheme of HTTP is followed by, and tokens that are signed (RFC 7515). */
const secretValue = /^\s*(?:bearer|basic)\s|\beyJ[\w-]*\.[\w-]*\./i;

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
		connection: Object.fromEntries(
			Object.entries(connectionWords(called.flags)).map(([flag, value]) => [
				flag,
				typeof value === 'string' ? withoutSecrets(value) : value,
			]),
		),
	});
}

function wordsOf(key: string, flag: Flag, value: unknown): string | number | true | readonly string[] | undefined {
	switch (flag.type) {
		case 'boolean':
			return value === true && flag.default !== true ? true : undefined;
		case 'list':
			return (value as readonly string[]).map(one => (key === 'header' ? toldHeader(one) : one));
		case 'duration':
			return value === parseDuration(flag.default ?? '') ? undefined : durationWords(value as number | undefined);
		case 'integer':
			return value === flag.default ? undefined : (value as number | undefined);
		default:
			return value === undefined || value === flag.default ? undefined : withoutSecrets(value as string);
	}
}

function durationWords(milliseconds: number | undefined): string | undefined {
	if (milliseconds === undefined) return undefined;
	return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

function toldHeader(header: string): string {
	const [name = ''] = header.split(':', 1);
	return secretName.test(name) || secretValue.test(header.slice(name.length + 1)) ? `${name}: ***` : header;
}

/** Without the name and password of a URL, and what a query gives that is called like a secret. */
function withoutSecrets(text: string): string {
	const url = URL.parse(text);
	const isNamed = url !== null && (url.username !== '' || url.password !== '');
	// A URL is read more leniently than it is written: a password may hold an @, slashes may be missing or lean the other way.
	const nameless = isNamed ? text.replace(/^([^:]*:[/\\]*).*@/s, '$1***@') : text;
	return nameless.replaceAll(/([?&])([^=&#]*)=[^&#]*/g, (given, start: string, name: string) =>
		secretName.test(name) ? `${start}${name}=***` : given,
	);
}
