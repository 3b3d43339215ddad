import fc from 'fast-check';
import {expect, test} from 'vitest';
import {matchesWhole, patternFault, patternOf, replaceAll} from '../../../source/mesh/re2/pattern.ts';
import {randomCases} from '../../helpers/random-cases.ts';

function matches(pattern: string, text: string): boolean | undefined {
	const compiled = patternOf(pattern);
	if (!compiled) throw new Error(`refused: ${pattern}`);
	return matchesWhole(compiled, text);
}

function replaced(pattern: string, text: string, substitution: string): string {
	const compiled = patternOf(pattern);
	if (!compiled) throw new Error(`refused: ${pattern}`);
	return replaceAll(compiled, text, substitution);
}

test.each([
	['', '', true],
	['', 'a', false],
	['a|b', 'b', true],
	['ab*?c', 'abbc', true],
	['(a|ab)(c|bcd)', 'abcd', true],
	['a{2,3}', 'aaaa', false],
	['a{2,}', 'aaaa', true],
	['a{,2}', 'a{,2}', true],
	['[^a-c]', 'd', true],
	['[]a]', ']', true],
	['[a-]', '-', true],
	['[\\d-z]+', '5-z', true],
	['(?i:A)b', 'aB', false],
	['(?i)[a-c]É', 'BÉ', true],
	['(?i)é', 'É', false],
	['.', 'ä', false],
	['..', 'ä', true],
	['\\_{', '_{', true],
	['[ä]', 'ä', false],
	['ä+', 'ää', false],
	['\\xC3\\xA4', 'ä', true],
	['(?s).', '\n', true],
	['.', '\n', false],
	['(?m)a$\n^b', 'a\nb', true],
	['\\bab\\b', 'ab', true],
	['a\\Bb', 'ab', true],
	['\\x41😀\\x{41}\\101', 'A😀AA', true],
	['\\p{Latin}\\p{Lu}\\p{^Lu}', 'aBc', true],
	['\\p{Greek}', 'α', false],
	['\\P{Lu}', 'a', true],
	['(?i)\\P{Lu}', 'a', false],
	['(?i)[[:^upper:]]', 'a', false],
	['[[:cntrl:]]', '\x7f', true],
	['\\xC2[[:cntrl:]]', '\u0085', false],
	['(?P<name>a)(?<other>b)', 'ab', true],
	['\\Qa+\\E+', 'a++', true],
	['.*', 'a'.repeat(10_000), true],
] as const)('/%s/ matches the whole of %j: %s', (pattern, text, expected) => {
	expect(matches(pattern, text)).toBe(expected);
});

test.each([
	'*',
	'a**',
	'a+*',
	'(',
	')',
	'a)',
	'[a',
	'[z-a]',
	'[[:no:]]',
	'\\',
	'\\1',
	'\\8',
	'\\q',
	'\\pX',
	'\\p{No}x{2000}',
	'(?=a)',
	'(?!a)',
	'(?<=a)',
	'(?>a)',
	'(?)',
	'a{1001}',
	'{1}',
	'\\ö',
	'a{3,2}',
	'(a{1000}){1000}',
	'(a{1000}){2}',
	'((a{100}){10}){10}',
	'\\x{100}',
	'\\400',
	'(?P<ö>a)',
	'(?:(?:(?:){1000}){1000}){1000}',
	'('.repeat(2000) + ')'.repeat(2000),
])('%s is refused, as RE2 does', pattern => {
	expect(patternOf(pattern)).toBeUndefined();
});

test.each([
	['a+(b?)', '/aab/ac', '<\\1\\0\\\\>', '/<baab\\>/<a\\>c'],
	['x*', 'axxb', '-', '-a-b-'],
	['(a)|b', 'ab', '[\\1]', '[a][]'],
	['a*?', 'aa', '-', '-a-a-'],
	['a|ab', 'abab', 'x', 'xbxb'],
	['^/old', '/old/old', '/new', '/new/old'],
	['é', 'aéb', 'e', 'aeb'],
	['z', 'abc', '-', 'abc'],
	['/a(.*)', '/abc', '/\\2', '/abc'],
	['/a(.*)', '/abc', '/\\\\2', '/\\2'],
	['/a', '/abc', '/x\\', '/xbc'],
	['/a', '/abc', '/x\\q/y', '/xbc'],
])('every /%s/ of %s becomes %s: %s', (pattern, text, substitution, expected) => {
	expect(replaced(pattern, text, substitution)).toBe(expected);
});

test('what JavaScript can say as well, it says as well', () => {
	const {pattern} = fc.letrec<{pattern: string}>(tie => ({
		pattern: fc.oneof(
			{maxDepth: 4},
			fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '^', '$', '\\b'),
			fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
			fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(?:${one}|${other})`),
			fc
				.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?', '+?'))
				.map(([inner, bound]) => `(?:${inner})${bound}`),
		),
	}));
	fc.assert(
		fc.property(pattern, fc.stringMatching(/^[abc]{0,6}$/), (text, subject) => {
			expect(matches(text, subject)).toBe(new RegExp(`^(?:${text})$`).test(subject));
		}),
		{numRuns: randomCases(500)},
	);
});

const letters = (length: number): string => 'a'.repeat(length);

test.each([
	['(a*)*(a|aa)+b', letters(5000), false],
	['((a?){50}){20}', letters(20_000), undefined],
	[`${'('.repeat(900)}a*${')'.repeat(900)}`, letters(100), true],
	[`${'('.repeat(900)}a*${')'.repeat(900)}`, letters(20_000), undefined],
	[`${'('.repeat(900)}a${')*'.repeat(900)}`, letters(20_000), undefined],
	['((a{1,10}){1,10}){1,10}', letters(100), true],
	['((a{1,10}){1,10}){1,10}', letters(20_000), undefined],
	[`${'.*'.repeat(500)}x`, letters(20_000), undefined],
	[`(${'(.*)|'.repeat(200)}x)*`, letters(20_000), undefined],
	[`(?:[^${'bcdef'.repeat(800)}]?){500}`, letters(20_000), false],
	[`(?i)(?:\\p{L}?){1000}`, letters(20_000), undefined],
	['.*', letters(50_000), true],
	['.*', letters(1_000_000), undefined],
] as const)('case %#: a hostile pattern ends within its steps, or is not told', (pattern, text, expected) => {
	expect(matches(pattern, text)).toBe(expected);
});

test.each([
	['a.*b|a', letters(5000)],
	['(.*)'.repeat(200) + 'x', letters(5000)],
	[`${'('.repeat(900)}b*${')'.repeat(900)}c`, letters(5000)],
])('case %#: every match of a long text is looked for as far as the steps reach', (pattern, text) => {
	expect(replaced(pattern, text, '')).toMatch(/^a*$/);
});

test.each(['a'.repeat(8193), '[a]'.repeat(5000)])(
	'case %#: a pattern of more than 8192 characters is refused',
	pattern => {
		expect(patternOf(pattern)).toBeUndefined();
	},
);

test('any text is a pattern or is refused, without a throw', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[-ab\\[\](){}^$.|?*+:=!<>P,0129pLQExz]*$/), text => {
			const compiled = patternOf(text);
			if (compiled) expect([true, false, undefined]).toContain(matchesWhole(compiled, 'ab'));
		}),
		{numRuns: randomCases(2000)},
	);
});

/** Envoy's own counts are those of its message; a pattern of 40 such repeats is one of more than 32768 instructions. */
test.each([
	['a', 33],
	['[a-z0-9]', 17],
	['.', 17],
	['(a)', 11],
	['(?:ab)', 17],
	['(?:ab|cd)', 9],
	['\\pL', 5],
	['\\w', 11],
	['\\W', 7],
	['(?:a+b)', 11],
	['(?:a*b)', 17],
	['(?:(?:ab)*)', 11],
	['(?:\\ba)', 17],
])('Envoy refuses %s{1000} from %i of them on', (part, times) => {
	expect(patternFault(`${part}{1000}`.repeat(times))).toBe(
		'it is larger than the 32768 instructions that Envoy allows',
	);
	expect(patternFault(`${part}{1000}`.repeat(times - 1))).toBeUndefined();
});

test('what is too large to be run here is not refused for that', () => {
	expect(patternOf('a{1000}'.repeat(20))).toBeUndefined();
	expect(patternFault('a{1000}'.repeat(20))).toBeUndefined();
	expect(patternFault('a'.repeat(30_000))).toBeUndefined();
	expect(patternFault('a'.repeat(40_000))).toBeDefined();
});
