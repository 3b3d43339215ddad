import {
	allButNewline,
	ByteSetBuilder,
	everyByte,
	namedClass,
	perlClass,
	setOfByte,
	signed,
	unicodeClass,
	type ByteSet,
} from './byte-sets.ts';
import type {Node, Place} from './nodes.ts';
import {PatternBoundError, PatternError} from './pattern-error.ts';

/** RE2's bound, for one repeat and for repeats within repeats. */
const mostRepeats = 1000;
/** Ours: the work of reading a pattern grows with it. */
const deepest = 1000;

interface Flags {
	readonly i: boolean;
	readonly m: boolean;
	readonly s: boolean;
	readonly U: boolean;
}

const empty: Node = {kind: 'sequence', nodes: []};

/**
 * Reads a pattern in the syntax of RE2 (its `doc/syntax.txt`), in which there are no backreferences and nothing looks around.
 * Throws a PatternError for what RE2 refuses.
 * @param pattern Read by the bytes of its UTF-8, each a character, as Envoy has it: it lets RE2 read Latin-1.
 * @param longest How many bytes are read; the work grows with them.
 */
export function parsePattern(pattern: string, longest: number): {readonly node: Node; readonly groups: number} {
	// there are no fewer bytes than characters
	const text = pattern.length > longest ? pattern : Buffer.from(pattern).toString('latin1');
	if (text.length > longest) throw new PatternBoundError('the pattern is too long');
	const parser = new Parser(text);
	const node = parser.alternatives(0);
	if (!parser.isAtEnd) throw new PatternError('unexpected )');
	if (repeatsLeft(node, mostRepeats) === 0) throw new PatternError('invalid repetition size');
	return {node, groups: parser.groups};
}

/** What repeats leave of those that there may be around the innermost: 0 is too many (RE2, RepetitionWalker). */
function repeatsLeft(node: Node, left: number): number {
	switch (node.kind) {
		case 'sequence':
		case 'choice':
			return node.nodes.reduce((least, part) => Math.min(least, repeatsLeft(part, left)), left);
		case 'group':
			return repeatsLeft(node.node, left);
		case 'repeat': {
			const times = node.max === Number.POSITIVE_INFINITY ? node.min : node.max;
			return repeatsLeft(node.node, times > 0 ? Math.floor(left / times) : left);
		}
		default:
			return left;
	}
}

class Parser {
	groups = 0;
	readonly #text: string;
	#at = 0;
	#flags: Flags = {i: false, m: false, s: false, U: false};

	constructor(text: string) {
		this.#text = text;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#text.length;
	}

	/** Up to the end or a closing parenthesis. Flags that are set within end with it. */
	alternatives(depth: number): Node {
		if (depth > deepest) throw new PatternBoundError('nested too deeply');
		const flags = this.#flags;
		const nodes = [this.#sequence(depth)];
		while (this.#take('|')) nodes.push(this.#sequence(depth));
		this.#flags = flags;
		return nodes.length === 1 ? (nodes[0] ?? empty) : {kind: 'choice', nodes};
	}

	#sequence(depth: number): Node {
		const nodes: Node[] = [];
		while (!this.isAtEnd && this.#next !== '|' && this.#next !== ')') {
			if (this.#take('\\Q')) this.#readQuoted(nodes);
			else nodes.push(this.#repeated(this.#atom(depth)));
		}

		return nodes.length === 1 ? (nodes[0] ?? empty) : {kind: 'sequence', nodes};
	}

	#readQuoted(nodes: Node[]): void {
		const count = nodes.length;
		while (!this.isAtEnd && !this.#take('\\E')) nodes.push(this.#literal(this.#read()));
		const last = nodes.length > count ? nodes.pop() : undefined;
		if (last) nodes.push(this.#repeated(last));
	}

	#repeated(node: Node): Node {
		const bounds = this.#bounds();
		if (!bounds) return node;
		const [min, max] = bounds;
		if (min > mostRepeats || (max !== Number.POSITIVE_INFINITY && max > mostRepeats) || min > max) {
			throw new PatternError('invalid repetition size');
		}

		const isLazy = this.#take('?');
		const start = this.#at;
		if (this.#bounds()) {
			throw new PatternError(`bad repetition operator ${this.#text.slice(start - 1, this.#at)}`);
		}

		return {kind: 'repeat', node, min, max, isGreedy: isLazy === this.#flags.U};
	}

	/** The repetition that comes next, if one does; braces that are none stand for themselves. */
	#bounds(): readonly [min: number, max: number] | undefined {
		if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
		if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
		if (this.#take('?')) return [0, 1];
		if (this.#next !== '{') return undefined;
		const [whole, min, comma, max] = /^\{(\d{1,9})(,(\d{0,9}))?\}/.exec(this.#rest(24)) ?? [];
		if (whole === undefined) return undefined;
		this.#at += whole.length;
		const least = Number(min);
		if (comma === undefined) return [least, least];
		return [least, max === undefined || max === '' ? Number.POSITIVE_INFINITY : Number(max)];
	}

	#atom(depth: number): Node {
		const character = this.#read();
		switch (character) {
			case '(':
				return this.#group(depth);
			case '[':
				return this.#class();
			case '.':
				return ofSet(this.#flags.s ? everyByte : allButNewline);
			case '^':
				return assertion(this.#flags.m ? 'lineStart' : 'textStart');
			case '$':
				return assertion(this.#flags.m ? 'lineEnd' : 'textEnd');
			case '\\':
				return this.#escape();
			default:
				this.#at--;
				if (this.#bounds()) throw new PatternError('no argument for repetition operator');
				return this.#literal(this.#read());
		}
	}

	#group(depth: number): Node {
		if (!this.#take('?')) return this.#captured(depth);
		const [name] = /^P?<\w+>/.exec(this.#rest(200)) ?? [];
		if (name !== undefined) {
			this.#at += name.length;
			return this.#captured(depth);
		}

		const [whole, on = '', off = '', end] = /^([imsU]*)(?:-([imsU]+))?([:)])/.exec(this.#rest(24)) ?? [];
		if (whole === undefined || (end === ')' && on === '' && off === '')) {
			throw new PatternError('invalid group: nothing looks around, and only the flags i, m, s and U are known');
		}

		this.#at += whole.length;
		const flags = this.#flags;
		for (const flag of on) this.#flags = {...this.#flags, [flag]: true};
		for (const flag of off) this.#flags = {...this.#flags, [flag]: false};
		if (end === ')') return empty;
		const node = this.alternatives(depth + 1);
		this.#close();
		this.#flags = flags;
		return node;
	}

	#captured(depth: number): Node {
		this.groups++;
		const index = this.groups;
		const node = this.alternatives(depth + 1);
		this.#close();
		return {kind: 'group', index, node};
	}

	#close(): void {
		if (!this.#take(')')) throw new PatternError('missing closing )');
	}

	#escape(): Node {
		const place = {A: 'textStart', z: 'textEnd', b: 'wordBoundary', B: 'noWordBoundary'} as const;
		const next = this.#next;
		if (next === 'A' || next === 'z' || next === 'b' || next === 'B') {
			this.#read();
			return assertion(place[next]);
		}

		if (this.#take('C')) return ofSet(everyByte);
		return ofSet(this.#escapedSet() ?? setOfByte(this.#escapedCharacter(), this.#flags.i));
	}

	/** After a backslash: a class, within brackets and without. */
	#escapedSet(): ByteSet | undefined {
		const perl = perlClass(this.#next ?? '', this.#flags.i);
		if (perl) this.#read();
		if (perl || !/^[pP]$/.test(this.#next ?? '')) return perl;
		const [whole, letter, single, braced] = /^([pP])(?:([A-Za-z])|\{(\^?\w+)\})/.exec(this.#rest(64)) ?? [];
		if (whole === undefined) return undefined;
		this.#at += whole.length;
		return signed(unicodeClass(single ?? braced ?? '', this.#flags.i), letter === 'P');
	}

	/** After a backslash: one character. */
	#escapedCharacter(): number {
		const rest = this.#rest(12);
		const [numeric, hexadecimal, braced, octal] =
			/^(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,8})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/.exec(rest) ?? [];
		if (numeric !== undefined) {
			this.#at += numeric.length;
			const value = octal === undefined ? Number.parseInt(hexadecimal ?? braced ?? '', 16) : Number.parseInt(octal, 8);
			if (value > 0xff) throw new PatternError(`invalid escape sequence \\${numeric}`);
			return value;
		}

		const character = this.#read();
		const control = {a: 7, f: 12, n: 10, r: 13, t: 9, v: 11}[character];
		if (control !== undefined) return control;
		if (/^[A-Za-z\d\x80-\xff]$/.test(character)) throw new PatternError(`invalid escape sequence \\${character}`);
		return codeOf(character);
	}

	#class(): Node {
		const isNegated = this.#take('^');
		const built = new ByteSetBuilder();
		let isFirst = true;
		while (isFirst || this.#next !== ']') {
			isFirst = false;
			this.#readItem(built);
		}

		this.#read();
		return ofSet(signed(built.set, isNegated));
	}

	#readItem(built: ByteSetBuilder): void {
		const from = this.#read();
		if (from === '[') {
			const [named, name] = /^:(\^?\w+):\]/.exec(this.#rest(16)) ?? [];
			if (named !== undefined && name !== undefined) {
				this.#at += named.length;
				built.add(namedClass(name, this.#flags.i));
				return;
			}
		}

		const set = from === '\\' ? this.#escapedSet() : undefined;
		if (set) {
			built.add(set);
			return;
		}

		const low = from === '\\' ? this.#escapedCharacter() : codeOf(from);
		if (this.#next !== '-' || this.#text[this.#at + 1] === ']' || this.#at + 1 >= this.#text.length) {
			built.addRange(low, low, this.#flags.i);
			return;
		}

		this.#read();
		const to = this.#read();
		const high = to === '\\' ? this.#escapedCharacter() : codeOf(to);
		if (high < low) throw new PatternError('invalid character class range');
		built.addRange(low, high, this.#flags.i);
	}

	#literal(character: string): Node {
		return ofSet(setOfByte(codeOf(character), this.#flags.i));
	}

	get #next(): string | undefined {
		return this.#text[this.#at];
	}

	#read(): string {
		const character = this.#next;
		if (character === undefined) throw new PatternError('the pattern ends too early');
		this.#at++;
		return character;
	}

	#take(word: string): boolean {
		if (!this.#text.startsWith(word, this.#at)) return false;
		this.#at += word.length;
		return true;
	}

	#rest(length: number): string {
		return this.#text.slice(this.#at, this.#at + length);
	}
}

function assertion(at: Place): Node {
	return {kind: 'assertion', at};
}

function ofSet(set: ByteSet): Node {
	return {kind: 'character', set};
}

function codeOf(character: string): number {
	return character.charCodeAt(0);
}
