import {expect, test} from 'vitest';
import {samplesIn} from '../../../source/metrics/gateway/exposition.ts';

const wanted = new Set(['a_total', 'b']);
const read = (text: string) =>
	[...samplesIn(text, wanted)].map(({name, labels, value}) => [name, Object.fromEntries(labels), value]);

test.each([
	['a value without labels', 'a_total 12\n', [['a_total', {}, 12]]],
	['labels, a comma at their end', 'b{one="1",two="x|y",} 3.5\n', [['b', {one: '1', two: 'x|y'}, 3.5]]],
	['no labels in braces', 'b{} 7', [['b', {}, 7]]],
	['spaces and a time', 'b { one = "1" , two = "2" } 1e3 1700000000000\n', [['b', {one: '1', two: '2'}, 1000]]],
	['escapes', String.raw`b{one="a\"b\\c\nd}"} 1`, [['b', {one: 'a"b\\c\nd}'}, 1]]],
	[
		'Windows line ends',
		'a_total 1\r\nb{one="1"} 2\r\n',
		[
			['a_total', {}, 1],
			['b', {one: '1'}, 2],
		],
	],
	['comments and other metrics', '# TYPE b counter\nbb{one="1"} 1\n\nb{one="1"} 2\nc 3\n', [['b', {one: '1'}, 2]]],
])('%s are read', (_, text, samples) => {
	expect(read(text)).toEqual(samples);
});

test.each([
	['without a value', 'b{one="1"}\nb\na_total \n'],
	['no counter has', 'b NaN\nb -1\nb +Inf\nb one\nb 1e300\n'],
	['with labels that do not end', 'b{one="1" 3\nb{one="1\nb{one=1} 3\nb{="1"} 3\nb{"one"} 3\nb{one="1"two="2"} 3\n'],
	['with more labels than any gateway writes', `b{${Array.from({length: 101}, (_, i) => `l${i}="1"`).join()}} 1`],
	['longer than any gateway writes', `b{one="${'x'.repeat(16 * 1024)}"} 1`],
])('lines %s are left out', (_, text) => {
	expect(read(`${text}\na_total 5`)).toEqual([['a_total', {}, 5]]);
});

test.each([
	['a text without an end', `b{one="${'\\'.repeat(16_000)}`],
	['labels without an end', `b{${'a="",'.repeat(2600)}`],
	['blanks', `b{${' '.repeat(16_000)}`],
	['braces', 'b{'.repeat(8000)],
	['names alone', 'xx'],
	['samples', 'b{one="1"} 1'],
])('two megabytes of %s are read in a moment', (_, line) => {
	const lines = Math.floor((2 * 2 ** 20) / (line.length + 1));
	const start = performance.now();
	const found = [...samplesIn(`${line}\n`.repeat(lines), wanted)].length;
	expect(found).toBe(line.endsWith(' 1') ? lines : 0);
	// ten times what it takes
	expect(performance.now() - start).toBeLessThan(15_000);
});
