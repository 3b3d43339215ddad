type Family = (length: number) => string;

/** A text of so many characters at most, of a unit that is repeated. */
function repeated(unit: string, before = '', after = ''): Family {
	return length => before + unit.repeat(Math.floor((length - before.length - after.length) / unit.length)) + after;
}

/** A text of so many characters at most, of units that differ. */
function numbered(unit: (index: number) => string, before = '', after = ''): Family {
	return length => {
		const parts = [before];
		let left = length - before.length - after.length;
		for (let index = 0; unit(index).length <= left; index++) {
			parts.push(unit(index));
			left -= unit(index).length;
		}

		return [...parts, after].join('');
	};
}

/** Texts that cost a reader of YAML more than others of their length, each family of any length. */
export const hostileYaml: Readonly<Record<string, Family>> = {
	'tags alone': repeated('! '),
	'tags of a value': repeated('! ', 'a: '),
	'a tag an item': repeated('- !a b\n'),
	'tags by a handle': repeated('- !a!b c\n', '%TAG !a! x\n---\n'),
	'handles of tags': numbered(index => `%TAG !a${index}! x\n`, '', '---\na'),
	directives: repeated('%x y\n'),
	'a long tag': repeated('%41', 'a: !', ' b'),
	'anchors of a value': repeated('&a '),
	'an anchor a key': numbered(index => `k${index}: &a${index} v\n`),
	'an alias an item': repeated('*a,', 'a: &a b\nc: [', ']'),
	'aliases of aliases': numbered(
		index => `l${index + 1}: &l${index + 1} [${`*l${index},`.repeat(9)}]\n`,
		'l0: &l0 x\n',
	),
	merges: repeated('*x,', 'a: &x {b: 1}\nc:\n  <<: [', ']'),
	'open sequences': repeated('['),
	'open mappings': repeated('{a: '),
	'deep sequences': repeated(`${'['.repeat(60)}${']'.repeat(60)},`, '[', ']'),
	'deep mappings': repeated(`${'{a: '.repeat(60)}${'}'.repeat(60)},`, '[', ']'),
	'empty sequences': repeated('[],', '[', ']'),
	'empty mappings': repeated('{},', '[', ']'),
	'small numbers': repeated('1,', '[', ']'),
	'small texts': repeated('a,', '[', ']'),
	nulls: repeated('~,', '[', ']'),
	pairs: numbered(index => `k${index}: v,`, '[', ']'),
	'keys in a line': numbered(index => `${index.toString(36)}: v,`, '{', '}'),
	'JSON objects': repeated('{"a":1},', '[', '1]'),
	commas: repeated(',', '[', ']'),
	'empty pairs': repeated(':,', '{', '}'),
	'question marks': repeated('? '),
	'question marks in a line': repeated('? ', '['),
	'complex keys': repeated('? a\n: b\n'),
	dashes: repeated('- '),
	items: repeated('-\n'),
	'items with values': repeated('- a\n'),
	colons: repeated(': '),
	keys: numbered(index => `k${index}: v\n`),
	'keys without values': numbered(index => `${index.toString(36)}x:\n`),
	'numbers as keys': numbered(index => `${index}: 1\n`),
	'large numbers as keys': numbered(index => `${index * 99_991}: 1\n`),
	'one key again': repeated('a: b\n'),
	'no keys': repeated(':\n'),
	'a long key': repeated('k', '', ': v'),
	'keys of many lines': repeated('a\n', '', ': b'),
	stairs: numbered(index => `${' '.repeat(index)}a:\n`),
	'any indents': numbered(index => `${' '.repeat(index % 7)}k${index}: v\n`),
	'long indents': repeated(`${' '.repeat(300)}\n`),
	'spaces at the end': repeated(' '),
	'empty lines': repeated('\n', 'a: x\n', ' y'),
	'carriage returns': repeated('\r\n'),
	'keys and carriage returns': numbered(index => `k${index}: v\r\n`),
	tabs: repeated('\t'),
	'a tab a key': numbered(index => `k${index}:\tv\n`),
	'lines of a text': repeated(' x\n', 'a:\n'),
	'words of a text': repeated('x ', 'a: '),
	'colons in a text': repeated('x:', 'a: '),
	'hashes in a text': repeated('x#', 'a: '),
	'a literal block': repeated(' x\n', 'a: |\n'),
	'an empty literal block': repeated('\n', 'a: |\n'),
	'literal blocks': numbered(index => `k${index}: |\n x\n`),
	'literal blocks of nothing': repeated('- |\n'),
	'leading lines of a block': numbered(index => `${' '.repeat(index)}\n`, 'a: |\n'),
	'a folded block': repeated(' x\n\n', 'a: >\n'),
	'a folded block of indents': repeated(' x\n  y\n', 'a: >\n'),
	'quotes within quotes': repeated("''", "a: '", "'"),
	'lines within quotes': repeated('x\n ', 'a: "', '"'),
	'empty lines within quotes': repeated('\n', 'a: "', '"'),
	'spaces within quotes': repeated('  \n  ', 'a: "', '"'),
	escapes: repeated('\\u0041', 'a: "', '"'),
	'escaped line ends': repeated('\\\n ', 'a: "', '"'),
	'bad escapes': repeated('\\q', 'a: "', '"'),
	'quotes that stay open': repeated('x', 'a: "'),
	'texts in quotes': repeated('- ""\n'),
	'quotes after quotes': repeated('"" '),
	documents: repeated('---\n'),
	'ends of documents': repeated('...\n'),
	'documents with values': repeated('--- a\n'),
	comments: repeated('#\n'),
	'a comment a key': numbered(index => `k${index}: v #c\n`),
	'comments between keys': numbered(index => `k${index}:\n#c\n`),
	'comments in a line': repeated('#\n', '[\n', ']'),
	letters: repeated('é', 'a: '),
	emoji: repeated('😀', 'a: '),
	'lone surrogates': repeated('\ud800', 'a: '),
	'control characters': repeated('\u0001', 'a: '),
	'line separators': repeated('\u2028', 'a: '),
	'byte order marks': repeated('\ufeff'),
	'a long number': repeated('1', 'a: '),
	'a long number with underscores': repeated('1_', 'a: '),
	'a long hexadecimal number': repeated('f', 'a: 0x'),
	'a long exponent': repeated('1', 'a: 1e'),
	'a number of base 60': repeated('1:', 'a: '),
	'dots and digits': repeated('1.', 'a: '),
	booleans: repeated('- yes\n'),
	dates: repeated('- 2001-01-01 01:01:01.1 Z\n'),
	'closing brackets': repeated('] '),
	'errors on each line': repeated('a: b: c\n'),
};
