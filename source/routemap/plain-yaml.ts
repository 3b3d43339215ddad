/** What stands for "this is no plain YAML"; the text may be YAML all the same. */
const unread = Symbol('unread');
type Unread = typeof unread;

const deepest = 100;
/** What YAML 1.1 reads as something else than text; `~` and numbers do not look like a word. */
const words = /^(y|yes|n|no|on|off|true|false|null)$/i;
const key = /^(?:([A-Za-z_][\w./-]*)|"([^"\\]*)"|'([^']*)'):(?: +|$)/;
/** Begins like a word or a path; no `#`, which may begin a comment, and no `:` that a space or the end follows. */
const plainText = /^[A-Za-z/](?:[\w ./@+=,;()%*-]|:(?=[^ ]))*$/;
const integer = /^(?:0|[1-9]\d{0,14})$/;

/**
 * Reads the plain YAML that most routemaps and routes are, twenty times as fast as a whole reader of YAML: block mappings and
 * sequences, words, paths, whole numbers, text in simple quotes, and literal blocks, in ASCII. Undefined where there is anything
 * else, faults included: the text is then for the whole reader, whose result for all that is read here is the same.
 */
export function parsePlainYaml(text: string): {readonly value: unknown} | undefined {
	if (!/^[\n -~]*$/.test(text)) return undefined;
	const reader = new Reader(text);
	const value = reader.node(0, 0);
	return value !== unread && reader.isAtEnd ? {value} : undefined;
}

class Reader {
	readonly #lines: string[];
	readonly #endsInNewline: boolean;
	#at = 0;

	constructor(text: string) {
		this.#lines = text.split('\n');
		this.#endsInNewline = text.endsWith('\n');
		this.#skipBlank();
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#lines.length;
	}

	/** The value whose lines begin at an indent. */
	node(indent: number, depth: number): unknown {
		if (depth > deepest || this.isAtEnd || this.#indent !== indent) return unread;
		return isItem(this.#line.slice(indent)) ? this.#sequence(indent, depth) : this.#mapping(indent, depth);
	}

	get #line(): string {
		return this.#lines[this.#at] ?? '';
	}

	/** Of the line that comes next; -1 at the end. */
	get #indent(): number {
		return this.#line.search(/[^ ]/);
	}

	#skipBlank(): void {
		while (!this.isAtEnd && this.#indent === -1) this.#at++;
	}

	#next(): void {
		this.#at++;
		this.#skipBlank();
	}

	#mapping(indent: number, depth: number): unknown {
		const mapping: Record<string, unknown> = {};
		while (!this.isAtEnd && this.#indent === indent) {
			const content = this.#line.slice(indent);
			if (isItem(content)) break;
			const [head, word, double, single] = key.exec(content) ?? [];
			const name = word ?? double ?? single;
			if (head === undefined || name === undefined || name === '__proto__' || Object.hasOwn(mapping, name))
				return unread;
			if (word !== undefined && words.test(word)) return unread;
			const value = this.#valueOf(content.slice(head.length).trimEnd(), indent, depth);
			if (value === unread) return unread;
			mapping[name] = value;
		}

		return this.#indent > indent || Object.keys(mapping).length === 0 ? unread : mapping;
	}

	/** The value of a key, with what stands behind it in its line. */
	#valueOf(rest: string, indent: number, depth: number): unknown {
		if (rest === '|' || rest === '|-') return this.#literal(rest, indent);
		this.#next();
		if (rest !== '') return this.#scalar(rest, indent);
		const next = this.#indent;
		if (next > indent) return this.node(next, depth + 1);
		return next === indent && isItem(this.#line.slice(next)) ? this.#sequence(next, depth + 1) : null;
	}

	#sequence(indent: number, depth: number): unknown {
		const items: unknown[] = [];
		while (!this.isAtEnd && this.#indent === indent) {
			const content = this.#line.slice(indent);
			if (!isItem(content)) break;
			const rest = content.slice(1).trim();
			const inner = indent + content.slice(1).search(/[^ ]/) + 1;
			let item: unknown;
			if (rest === '') return unread;
			if (isItem(rest) || key.test(rest)) {
				// What stands behind the dash is the first line of a value with an indent of its own.
				this.#lines[this.#at] = ' '.repeat(inner) + this.#line.slice(inner);
				item = this.node(inner, depth + 1);
			} else {
				this.#next();
				item = this.#scalar(rest, indent);
			}

			if (item === unread) return unread;
			items.push(item);
		}

		return this.#indent > indent ? unread : items;
	}

	/** A value in one line; the reader is behind it. A line that goes further in would be part of it. */
	#scalar(text: string, indent: number): unknown {
		if (this.#indent > indent) return unread;
		if (text === '{}') return {};
		if (text === '[]') return [];
		if (integer.test(text)) return Number(text);
		if (/^"[^"\\]*"$|^'[^']*'$/.test(text)) return text.slice(1, -1);
		return plainText.test(text) && !words.test(text) ? text : unread;
	}

	#literal(style: '|' | '|-', indent: number): string | Unread {
		this.#at++;
		const inner = this.#indent;
		if (inner <= indent) return unread;
		const lines: string[] = [];
		for (; !this.isAtEnd; this.#at++) {
			const own = this.#indent;
			if (own === -1 ? this.#line.length > inner : own < inner) break;
			lines.push(this.#line.slice(inner));
		}

		if (this.isAtEnd ? !this.#endsInNewline : this.#indent === -1 || this.#indent > indent) return unread;
		while (lines.at(-1) === '') lines.pop();
		return lines.join('\n') + (style === '|' ? '\n' : '');
	}
}

function isItem(content: string): boolean {
	return content === '-' || content.startsWith('- ');
}
