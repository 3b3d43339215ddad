import {PatternError} from './pattern-error.ts';

/** Which of the 256 bytes belong to a set: 1 at each that does. Sets are shared, so nobody writes to one. */
export type ByteSet = ArrayLike<number>;

/** Whether a code point belongs to a class. */
type CharacterTest = (character: number) => boolean;

const byteCount = 256;

export const everyByte: ByteSet = setOf(() => true);
export const allButNewline: ByteSet = setOf(byte => byte !== 10);

/** RE2's `\w`: ASCII only. */
export function isWord(character: number): boolean {
	return (
		character === 95 || isBetween(character, 48, 57) || isBetween(character, 65, 90) || isBetween(character, 97, 122)
	);
}

/** RE2's Perl classes: ASCII only. */
const perlClasses: Readonly<Record<string, CharacterTest>> = {
	d: character => isBetween(character, 48, 57),
	s: character => [9, 10, 12, 13, 32].includes(character),
	w: isWord,
};

/** The names that RE2 knows within `[[:NAME:]]`. */
const namedClasses: Readonly<Record<string, RegExp>> = {
	alnum: /[0-9A-Za-z]/,
	alpha: /[A-Za-z]/,
	ascii: /[\0-\x7f]/,
	blank: /[\t ]/,
	cntrl: /(?![ -~])[\0-\x7f]/,
	digit: /[0-9]/,
	graph: /[!-~]/,
	lower: /[a-z]/,
	print: /[ -~]/,
	punct: /[!-/:-@[-`{-~]/,
	space: /[\t\n\v\f\r ]/,
	upper: /[A-Z]/,
	word: /[0-9A-Za-z_]/,
	xdigit: /[0-9A-Fa-f]/,
};

/** The set of one byte, with `isFolded` in both of its cases. */
export function setOfByte(byte: number, isFolded: boolean): ByteSet {
	return known(byte, isFolded, () => found => found === byte);
}

/** The class `\d`, `\D` and so on, by its letter; undefined for a letter that stands for none. */
export function perlClass(letter: string, isFolded: boolean): ByteSet | undefined {
	const name = letter.toLowerCase();
	const test = Object.hasOwn(perlClasses, name) ? perlClasses[name] : undefined;
	return (
		test &&
		signed(
			known(`\\${name}`, isFolded, () => test),
			letter !== name,
		)
	);
}

/** The class `[:name:]`, or `[:^name:]`. */
export function namedClass(name: string, isFolded: boolean): ByteSet {
	const bare = name.replace(/^\^/, '');
	const pattern = Object.hasOwn(namedClasses, bare) ? namedClasses[bare] : undefined;
	if (!pattern) throw new PatternError(`invalid character class [:${name}:]`);
	return signed(
		known(`[:${bare}:]`, isFolded, () => testOf(pattern)),
		bare !== name,
	);
}

/** The class `\p{name}`, or `\p{^name}`: a general category or a script of Unicode. */
export function unicodeClass(name: string, isFolded: boolean): ByteSet {
	const bare = name.replace(/^\^/, '');
	const set = known(`\\p${bare}`, isFolded, () => {
		const test = bare === 'Any' ? () => true : (propertyTest(bare) ?? propertyTest(`Script=${bare}`));
		if (!test) throw new PatternError(`invalid character class range \\p{${name}}`);
		return test;
	});
	return signed(set, bare !== name);
}

function propertyTest(property: string): CharacterTest | undefined {
	if (!/^(Script=[A-Za-z_]+|[A-Z][a-z]?)$/.test(property)) return undefined;
	try {
		return testOf(new RegExp(`^\\p{${property}}$`, 'u'));
	} catch {
		return undefined;
	}
}

function testOf(pattern: RegExp): CharacterTest {
	return character => pattern.test(String.fromCodePoint(character));
}

/** Sets by what they are written as, since a pattern may name one thousands of times; there are some hundred names. */
const sets = [new Map<string | number, ByteSet>(), new Map<string | number, ByteSet>()] as const;

function known(key: string | number, isFolded: boolean, find: () => CharacterTest): ByteSet {
	const found = sets[isFolded ? 1 : 0].get(key);
	if (found) return found;
	const test = find();
	const set = setOf(isFolded ? character => test(character) || casesOf(character).some(test) : test);
	sets[isFolded ? 1 : 0].set(key, set);
	return set;
}

/** The lower and the upper case of a character, where these are one. */
function casesOf(character: number): readonly number[] {
	const text = String.fromCodePoint(character);
	return [text.toLowerCase(), text.toUpperCase()].flatMap(folded =>
		folded.length === text.length ? (folded.codePointAt(0) ?? []) : [],
	);
}

function setOf(test: CharacterTest): ByteSet {
	return Uint8Array.from({length: byteCount}, (_, byte) => (test(byte) ? 1 : 0));
}

/** A set, or with `isNegated` all other bytes; RE2 folds case first (`AddUGroup`). */
export function signed(set: ByteSet, isNegated: boolean): ByteSet {
	return isNegated ? Uint8Array.from(set, isIn => 1 - isIn) : set;
}

const otherCases = Array.from({length: byteCount}, (_, byte) => casesOf(byte).filter(other => other < byteCount));

/** A set in the making, of ranges and other sets. */
export class ByteSetBuilder {
	readonly #bytes = new Uint8Array(byteCount);

	get set(): ByteSet {
		return this.#bytes;
	}

	add(set: ByteSet): void {
		for (let byte = 0; byte < byteCount; byte++) this.#bytes[byte] ||= set[byte] ?? 0;
	}

	addRange(low: number, high: number, isFolded: boolean): void {
		this.#bytes.fill(1, low, high + 1);
		if (!isFolded) return;
		for (let byte = low; byte <= high; byte++) for (const other of otherCases[byte] ?? []) this.#bytes[other] = 1;
	}
}

function isBetween(character: number, from: number, to: number): boolean {
	return character >= from && character <= to;
}
