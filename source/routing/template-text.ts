import {isRecord} from '../objects/object.ts';
import {writeYaml} from '../routemap/yaml.ts';

/** A Go template's expression in the place of a number. */
export class Expression {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** The value of a key that is there only under a condition (Go template). */
export class Only {
	readonly when: string;
	readonly value: unknown;

	constructor(when: string, value: unknown) {
		this.when = when;
		this.value = value;
	}
}

/** Items of a list: those of the first branch whose condition (Go template) holds; a branch without one always does. */
export class Choice {
	readonly branches: readonly {readonly when: string | undefined; readonly items: readonly unknown[]}[];

	constructor(branches: Choice['branches']) {
		this.branches = branches;
	}
}

/** The items of the first branch whose condition holds, as items of a list. */
export function choiceOf(branches: Choice['branches']): readonly unknown[] {
	const [first] = branches;
	if (!first) return [];
	return first.when === undefined ? first.items : [new Choice(branches)];
}

/**
 * A Go template that renders a value as YAML. The value is of JSON, with `Expression`, `Only` and `Choice` in it; its texts stay
 * what they are, braces included.
 */
export function templateText(value: unknown): string {
	return `${linesOf(value).join('\n')}\n`;
}

function linesOf(value: unknown): readonly string[] {
	if (!isTemplate(value)) return plainLines(value);
	if (Array.isArray(value))
		return value.flatMap(item => (item instanceof Choice ? choiceLines(item) : itemLines(item)));
	if (value instanceof Expression) return [`{{ ${value.text} }}`];
	return Object.entries(isRecord(value) ? value : {}).flatMap(([key, entry]) =>
		entry instanceof Only
			? [`{{- if ${entry.when} }}`, ...entryLines(key, entry.value), '{{- end }}']
			: entryLines(key, entry),
	);
}

function choiceLines({branches}: Choice): readonly string[] {
	const lines = branches.flatMap(({when, items}, index) => {
		const word = index === 0 ? 'if' : when === undefined ? 'else' : 'else if';
		return [`{{- ${word}${when === undefined ? '' : ` ${when}`} }}`, ...linesOf(items)];
	});
	return [...lines, '{{- end }}'];
}

function itemLines(item: unknown): readonly string[] {
	return linesOf(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

function entryLines(key: string, value: unknown): readonly string[] {
	if (!isTemplate(value)) return plainLines({[key]: value});
	const lines = linesOf(value);
	const name = plainLines(key)[0] ?? '';
	if (value instanceof Expression) return [`${name}: ${lines.join('')}`];
	return [`${name}:`, ...lines.map(line => `  ${line}`)];
}

function isTemplate(value: unknown): boolean {
	if (value instanceof Expression || value instanceof Only || value instanceof Choice) return true;
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(each => isTemplate(each));
}

function plainLines(value: unknown): readonly string[] {
	return writeYaml(value).trimEnd().replaceAll('{{', '{{"{{"}}').split('\n');
}
