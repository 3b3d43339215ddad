import {isScalar, LineCounter, parseDocument} from 'yaml';

/** A place in a text, both from 1; a column counts UTF-16 units, as editors do. */
export interface TextPlace {
	readonly line: number;
	readonly column: number;
}

/**
 * Takes a place in the text of a literal block (`|`) to its place in the YAML text around it. Undefined where the value at the
 * path is written in another way, in which its lines are not lines of the YAML text.
 */
export function blockPosition(yaml: string, path: readonly string[]): ((place: TextPlace) => TextPlace) | undefined {
	const lineCounter = new LineCounter();
	const node = parseDocument(yaml, {version: '1.1', lineCounter, logLevel: 'silent'}).getIn(path, true);
	if (!isScalar(node) || node.type !== 'BLOCK_LITERAL' || typeof node.value !== 'string' || !node.range)
		return undefined;
	const header = lineCounter.linePos(node.range[0]).line;
	const inner = node.value.split('\n');
	const first = inner.findIndex(line => line.trim() !== '');
	const outer = yaml.split(/\r?\n/)[header + first];
	const content = inner[first];
	if (outer === undefined || content === undefined || !outer.endsWith(content)) return undefined;
	const indent = outer.length - content.length;
	return ({line, column}) => ({line: header + line, column: indent + column});
}
