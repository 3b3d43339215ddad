import {describe, expect, test} from 'vitest';
import {Budget} from '../../source/gotemplate/limits.ts';
import {sprintf} from '../../source/gotemplate/printf.ts';
import {Float, Slice, Struct, TypedMap, Uint} from '../../source/gotemplate/value.ts';
import type {Value} from '../../source/gotemplate/value.ts';

/** Texts as Go's fmt.Sprintf makes them. */
function check(format: string, values: readonly Value[], text: string): void {
	expect(sprintf(format, values, new Budget())).toBe(text);
}

describe('integers', () => {
	test.each([
		['%d|%5d|%-5d|%05d|%+d|% d', [42, 42, 42, 42, 42, 42], '42|   42|42   |00042|+42| 42'],
		['%.4d|%8.4d|%-8.4d|%08.4d|%.0d|', [42, 42, 42, -42, 0], '0042|    0042|0042    |   -0042||'],
		['%b|%o|%O|%x|%X|%#b|%#o|%#x|%#X', [5, 8, 8, 255, 255, 5, 8, 255, 255], '101|10|0o10|ff|FF|0b101|010|0xff|0XFF'],
		['%c|%q|%+q|%U|%#U', [19_990, 65, 19_990, 65, 65], "世|'A'|'\\u4e16'|U+0041|U+0041 'A'"],
		['%c|%U|%x', [-1, -1, -255], '\ufffd|U+FFFFFFFFFFFFFFFF|-ff'],
		[
			'%d|%x',
			[-9_223_372_036_854_775_808n, new Uint(18_446_744_073_709_551_615n, 'uint64')],
			'-9223372036854775808|ffffffffffffffff',
		],
		['%v|%#v|%T', [new Uint(5, 'uint8'), new Uint(5, 'uint8'), new Uint(5, 'uint8')], '5|0x5|uint8'],
	] as const)('%s', check);
});

describe('floats', () => {
	test.each([
		[
			'%v|%g|%f|%e|%.2f|%8.2f|%-8.2f|%08.2f',
			floats(3.25, 8),
			'3.25|3.25|3.250000|3.250000e+00|3.25|    3.25|3.25    |00003.25',
		],
		['%v|%v|%v|%v', [new Float(1e6), new Float(1e20), new Float(1e-5), new Float(100_000)], '1e+06|1e+20|1e-05|100000'],
		['%.0f %.0f %.0f', [new Float(0.5), new Float(1.5), new Float(2.5)], '0 2 2'],
		['%+.1f|% .1f|%+08.1f|%x|%b', floats(-2.5, 5), '-2.5|-2.5|-00002.5|-0x1.4p+01|-5629499534213120p-51'],
		['%#g|%#.3g|%#v|%#.0f', floats(1, 4), '1.00000|1.00|1|1.'],
		[
			'%v|%+v|%08v|%f',
			[new Float(Number.NaN), new Float(Infinity), new Float(-Infinity), new Float(Infinity)],
			'NaN|+Inf|    -Inf|+Inf',
		],
	] as const)('%s', check);
});

describe('strings and booleans', () => {
	test.each([
		['%s|%5s|%-5s|%.2s|%05s', Array(5).fill('世界人'), '世界人|  世界人|世界人  |世界|00世界人'],
		[
			'%q|%+q|%#q|%x|%X|% x|%#x|%# x',
			Array(8).fill('a"é'),
			'"a\\"é"|"a\\"\\u00e9"|`a"é`|6122c3a9|6122C3A9|61 22 c3 a9|0x6122c3a9|0x61 0x22 0xc3 0xa9',
		],
		['%q', ['\udcff\n\x07\u200b\ufeff\u{e0001}'], '"\\xff\\n\\a\\u200b\\ufeff\\U000e0001"'],
		['%#q|%#q', ['a`b', 'a\nb'], '"a`b"|"a\\nb"'],
		['%t|%v|%6t', [true, false, true], 'true|false|  true'],
	] as const)('%s', check);
});

const person = new Struct('main.Person', {Name: 'Ann', Tags: new Slice('[]string', ['x', 'y'])});

describe('collections', () => {
	test.each([
		[
			'%v|%+v|%#v',
			[person, person, person],
			'{Ann [x y]}|{Name:Ann Tags:[x y]}|main.Person{Name:"Ann", Tags:[]string{"x", "y"}}',
		],
		[
			'%v|%#v',
			[
				{b: 1, a: null},
				{b: 1, a: null},
			],
			'map[a:<nil> b:1]|map[string]interface {}{"a":interface {}(nil), "b":1}',
		],
		['%v|%#v|%T', [[1, null], [1, null], [1]], '[1 <nil>]|[]interface {}{1, interface {}(nil)}|[]interface {}'],
		[
			'%#v|%#v|%v',
			[new Slice('[]int', null), new TypedMap('map[string]int', null), new Slice('[]int', null)],
			'[]int(nil)|map[string]int(nil)|[]',
		],
		[
			'%03d|%x|%q|%5.1f',
			[new Slice('[]int', [1, 2]), ['ab', 255], ['a', 'b'], [new Float(1), 2]],
			'[001 002]|[6162 ff]|["a" "b"]|[  1.0 %!f(int=    2)]',
		],
	] as const)('%s', check);
});

describe('widths, precisions and indexes', () => {
	test.each([
		['%*d|%-*d|%*d|%.*f', [4, 7, 4, 7, -4, 7, 1, new Float(0.25)], '   7|7   |7   |0.2'],
		['%[2]d %[1]d|%[1]*[2]d', [3, 5], '5 3|  5'],
		['%[3]*.[2]*[1]f|', [new Float(12), 2, 6], ' 12.00|'],
		['%0*d|%#.3o|%#o', [-4, 7, 8, 8], '7   |010|010'],
		['%*d', ['x', 5], '%!(BADWIDTH)5'],
		['%.*d', [-1, 5], '%!(BADPREC)5'],
		['%[5]d|%[x]d|%[1', [1], '%!d(BADINDEX)|%!d(BADINDEX)|%!(NOVERB)'],
		['%[]', [1], '%!](BADINDEX)'],
		['%[1]5d', [1], '%!d(BADINDEX)'],
		['%20000000d', [1], '%!(NOVERB)%!(EXTRA int=1)'],
	] as const)('%s', check);
});

describe('mistakes', () => {
	test.each([
		['%d|%z|%s|%t', ['hi', 1, 5, 1.0], '%!d(string=hi)|%!z(int=1)|%!s(int=5)|%!t(int=1)'],
		['%d %d|%', [1], '1 %!d(MISSING)|%!(NOVERB)'],
		['%d', [1, 'x', null], '1%!(EXTRA string=x, <nil>)'],
		['%v|%T|%d|%5v|%s', [null, null, null, null, undefined], '<nil>|<nil>|%!d(<nil>)|<nil>|%!s(<nil>)'],
		['%w|%p', [[1], {}], '%!w([]interface {}=[1])|%!p(map[string]interface {}=map[])'],
		['100%%|%5%', [], '100%|%'],
	] as const)('%s', check);
});

function floats(value: number, count: number): readonly Float[] {
	return Array.from({length: count}, () => new Float(value));
}
