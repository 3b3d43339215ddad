import {isRecord} from '../../../objects/object.ts';
import {clock} from '../../lines/event-lines.ts';

/** A line of the daemon's log, which is JSON for machines, as a person reads it: `12:00:00 route applied · routemap models/wisdom-routemap`. */
export function logRecordWords(line: string): string {
	const record = parsed(line);
	if (!record) return line;
	const {time, level, message, ...facts} = record;
	const words = Object.entries(facts).map(
		([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
	);
	const head = [
		...(typeof time === 'string' ? [clock(new Date(time))] : []),
		...[level === 'info' ? '' : level, message].filter(word => typeof word === 'string' && word !== ''),
	].join(' ');
	return [head, ...words].join(' · ');
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const record: unknown = JSON.parse(line);
		return isRecord(record) && typeof record['message'] === 'string' ? record : undefined;
	} catch {
		return undefined;
	}
}
