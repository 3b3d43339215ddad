import {escapeJson} from '../print/escape.ts';

/** One fact about what the daemon did or met, as one line of JSON on stderr. */
export interface Log {
	info(message: string, fields?: LogFields): void;
	warn(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>>;

/** Characters of a field: what a routemap is told may repeat all of it, as often as it is rewritten. */
const longestText = 4096;

/** Takes a line, newline included; false when it could not be written, now. */
export type WriteLine = (line: string) => unknown;

/**
 * A log that writes lines of JSON: `time`, `level`, `message`, then the fields. They are safe to print, as `kubectl logs` shows them
 * as they are. Lines that cannot be written are lost, and how many is told when lines can be written again.
 */
export function createLog(write: WriteLine, now: () => Date): Log {
	const cut = (_: string, value: unknown): unknown =>
		typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value;
	const isWritten = (level: string, message: string, fields: LogFields = {}): boolean =>
		write(`${escapeJson(JSON.stringify({time: now().toISOString(), level, message, ...fields}, cut))}\n`) !== false;
	let lost = 0;
	const line: typeof isWritten = (...fact) => {
		if (lost > 0 && isWritten('warn', 'lines of this log were lost: it could not be written', {lines: lost})) lost = 0;
		const isKept = lost === 0 && isWritten(...fact);
		if (!isKept) lost++;
		return isKept;
	};
	return {
		info: (message, fields) => void line('info', message, fields),
		warn: (message, fields) => void line('warn', message, fields),
	};
}
