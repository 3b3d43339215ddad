import {EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type Event} from 'js-yaml';

/** A place in a text, both from 1; a column counts UTF-16 units, as editors do. */
export interface TextPlace {
	readonly line: number;
	readonly column: number;
}

/**
 * Takes a place in the text of a literal block (`|`) to its place in the YAML text around it, which must be valid. Undefined where
 * the value at the path is written in another way, in which its lines are not lines of the YAML text.
 */
export function blockPosition(yaml: string, path: readonly string[]): ((place: TextPlace) => TextPlace) | undefined {
	const found = eventAt(parseEvents(yaml, {}), yaml, path);
	if (found?.type !== EVENT_ID.SCALAR || found.style !== SCALAR_STYLE.LITERAL_BLOCK) return undefined;
	if (found.valueStart === found.valueEnd) return undefined;
	const header = yaml.slice(0, found.valueStart).split(/\r\n|\r|\n/).length - 1;
	return ({line, column}) => ({line: header + line, column: found.indent + column});
}

/** The event that begins the value at a path of keys. */
function eventAt(events: readonly Event[], yaml: string, path: readonly string[]): Event | undefined {
	let at = 1; // behind the document's own
	for (const name of path) {
		if (events[at]?.type !== EVENT_ID.MAPPING) return undefined;
		at++;
		for (let key = events[at]; key; key = events[at]) {
			if (key.type === EVENT_ID.POP) return undefined;
			const isName = key.type === EVENT_ID.SCALAR && getScalarValue(yaml, key) === name;
			at = behind(events, at);
			if (isName) break;
			at = behind(events, at);
		}
	}

	return events[at];
}

/** Where the events of the value that begins at a place end. */
function behind(events: readonly Event[], start: number): number {
	let open = 0;
	let at = start;
	do {
		const type = events[at++]?.type;
		if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) open++;
		else if (type === EVENT_ID.POP) open--;
	} while (open > 0 && at < events.length);
	return at;
}
