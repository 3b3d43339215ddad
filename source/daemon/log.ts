import {escapeJson} from '../print/escape.ts';

/** One fact about what the daemon did or met, as one line of JSON on stderr. */
export interface Log {
	info(message: string, fields?: LogFields): void;
	warn(message: string, fields?: LogFields): void;
}

type LogFields = Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>>;

/** Characters of a field: what a routemap is told may repeat all of it, as often as it is rewritten. */
const longestText = 4096;

/** A log that writes lines of JSON: `time`, `level`, `message`, then the fields. They are safe to print: `kubectl logs` shows them as they are. */
export function createLog(write: (line: string) => void, now: () => Date): Log {
	const cut = (_: string, value: unknown): unknown =>
		typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value;
	const line = (level: string, message: string, fields: LogFields = {}): void =>
		write(`${escapeJson(JSON.stringify({time: now().toISOString(), level, message, ...fields}, cut))}\n`);
	return {
		info: (message, fields) => line('info', message, fields),
		warn: (message, fields) => line('warn', message, fields),
	};
}
