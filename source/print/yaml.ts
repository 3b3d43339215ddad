import {Document, visit} from 'yaml';
import {escapeYaml, isUnsafe} from './escape.ts';

/**
 * Values as YAML documents with sorted keys, in the YAML 1.1 that kubectl reads: the text `yes` keeps its quotes. Text that could
 * drive a terminal is quoted and escaped.
 */
export function formatYaml(...values: readonly unknown[]): string {
	return values.map(formatDocument).join('---\n');
}

function formatDocument(value: unknown): string {
	const document = new Document(value, {version: '1.1', sortMapEntries: true, aliasDuplicateObjects: false});
	visit(document, {
		Scalar(_, node) {
			if (typeof node.value === 'string' && isUnsafe(node.value)) node.type = 'QUOTE_DOUBLE';
		},
	});
	return escapeYaml(
		document.toString({
			indentSeq: false,
			lineWidth: 0,
			directives: false,
			// Line ends in quoted text stay escapes.
			doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
		}),
	);
}
