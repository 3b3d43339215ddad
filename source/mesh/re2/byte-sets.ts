import {PatternError} from './nodes.ts';

/** Whether a code point belongs to a set. */
export type CharacterTest = (character: number) => boolean;

export function isWord(character: number): boolean {
	return (
		character === 95 || isBetween(character, 48, 57) || isBetween(character, 65, 90) || isBetween(character, 97, 122)
	);
}

const isDigit: CharacterTest = character => isBetween(character, 48, 57);
const isSpace: CharacterTest = character => [9, 10, 12, 13, 32].includes(character);

/** RE2's Perl classes: ASCII only. */
export const perlClasses: Readonly<Record<string, CharacterTest>> = {
	d: isDigit,
	s: isSpace,
	w: isWord,
	D: not(isDigit),
	S: not(isSpace),
	W: not(isWord),
};

/** The names that RE2 knows within `[[:NAME:]]`. */
const namedClasses: Readonly<Record<string, RegExp>> = {
	alnum: /[0-9A-Za-z]/,
	alpha: /[A-Za-z]/,
	ascii: /[\0-\x7f]/,
	blank: /[\t ]/,
	cntrl: /\p{Cc}/u,
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

/** The class `[:name:]`, or `[:^name:]`. */
export function namedClass(name: string): CharacterTest {
	const isNegated = name.startsWith('^');
	const bare = isNegated ? name.slice(1) : name;
	const found = Object.hasOwn(namedClasses, bare) ? namedClasses[bare] : undefined;
	if (!found) throw new PatternError(`invalid character class [:${name}:]`);
	const test: CharacterTest = character => found.test(String.fromCodePoint(character));
	return isNegated ? not(test) : test;
}

/** The class `\p{name}`: a general category or a script of Unicode. */
export function unicodeClass(name: string): CharacterTest {
	const isNegated = name.startsWith('^');
	const bare = isNegated ? name.slice(1) : name;
	const test = bare === 'Any' ? () => true : (propertyTest(bare) ?? propertyTest(`Script=${bare}`));
	if (!test) throw new PatternError(`invalid character class range \\p{${name}}`);
	return isNegated ? not(test) : test;
}

/** A pattern may name a property thousands of times. */
const properties = new Map<string, CharacterTest>();

function propertyTest(property: string): CharacterTest | undefined {
	const known = properties.get(property);
	if (known) return known;
	const test = newPropertyTest(property);
	if (test) properties.set(property, test);
	return test;
}

function newPropertyTest(property: string): CharacterTest | undefined {
	if (!/^(Script=[A-Za-z_]+|[A-Z][a-z]?)$/.test(property)) return undefined;
	try {
		const pattern = new RegExp(`^\\p{${property}}$`, 'u');
		return character => pattern.test(String.fromCodePoint(character));
	} catch {
		return undefined;
	}
}

export function between(from: number, to: number): CharacterTest {
	return character => isBetween(character, from, to);
}

export function not(test: CharacterTest): CharacterTest {
	return character => !test(character);
}

export function anyOf(tests: readonly CharacterTest[]): CharacterTest {
	return character => tests.some(test => test(character));
}

/** The set with the other case of each of its letters. */
export function foldCase(test: CharacterTest): CharacterTest {
	return character => {
		if (test(character)) return true;
		const text = String.fromCodePoint(character);
		return [text.toLowerCase(), text.toUpperCase()].some(folded => {
			const other = folded.codePointAt(0) ?? character;
			return folded.length === text.length && test(other);
		});
	};
}

function isBetween(character: number, from: number, to: number): boolean {
	return character >= from && character <= to;
}
