import type {Line} from './line.ts';

/** A text of YAML as lines, its keys bold. */
export function yamlLines(text: string): readonly Line[] {
	return text
		.trimEnd()
		.split('\n')
		.map(line => {
			const [, indent = '', key, rest = ''] = /^(\s*(?:- )*)([^\s:'"]+:)?(.*)$/.exec(line) ?? [];
			return [
				{text: ` ${indent}`},
				{text: key ?? '', isBold: true},
				{text: key === undefined ? line.slice(indent.length) : rest},
			];
		});
}
