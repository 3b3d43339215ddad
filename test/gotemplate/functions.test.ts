import {describe, expect, test} from 'vitest';
import {executeTemplate, parseTemplate} from '../../source/gotemplate/template.ts';
import {Float, Slice, Struct, TypedMap, Uint} from '../../source/gotemplate/value.ts';
import type {Value} from '../../source/gotemplate/value.ts';

const data: Value = {
	one: 1,
	text: 'hello',
	unicode: 'naïve 世界',
	nothing: null,
	list: [1, 'two', null],
	ints: new Slice('[]int', [5, 6, 7, 8]),
	nilInts: new Slice('[]int', null),
	floats: new TypedMap('map[string]float64', null),
	words: new TypedMap('map[string]uint32', {}),
	lists: new TypedMap('map[string][]int', {}),
	maps: new TypedMap('map[string]map[string]int', {}),
	map: {a: 1, b: {c: 2}},
	byte: new Uint(200, 'uint8'),
	nan: new Float(Number.NaN),
	big: 9_223_372_036_854_775_807n,
	largest: new Uint(18_446_744_073_709_551_615n, 'uint64'),
	point: new Struct('Point', {X: 1, Y: 2}),
	samePoint: new Struct('Point', {X: 1, Y: 2}),
	otherPoint: new Struct('Point', {X: 1, Y: 3}),
	line: new Struct('Line', {Points: new Slice('[]Point', [])}),
};

function evaluate(call: string): string {
	return executeTemplate(parseTemplate('t', `{{${call}}}`), data);
}

describe('logic', () => {
	test.each([
		['and 1 0 (index .list 99)', '0'],
		['or "" "x" (index .list 99)', 'x'],
		['and 1 "" ', ''],
		['or 0 ""', ''],
		['0 | or 0', '0'],
		['"last" | and 1', 'last'],
		['not .nothing', 'true'],
		['not .point', 'false'],
	])('%s is %j', (call, output) => {
		expect(evaluate(call)).toBe(output);
	});
});

describe('len, index and slice', () => {
	test.each([
		['len .unicode', '13'],
		['len .list', '3'],
		['len .map', '2'],
		['index .list 2', '<no value>'],
		['index .map "b" "c"', '2'],
		['index .map "none"', '<no value>'],
		['index .floats "x"', '0'],
		['printf "%T" (index .words "x")', 'uint32'],
		['index .lists "x"', '[]'],
		['index .maps "x" "y"', '0'],
		['index .text 0', '104'],
		['printf "%T" (index .text 0)', 'uint8'],
		['slice .text 1 3', 'el'],
		['slice .unicode 2 3 | printf "%q"', '"\\xc3"'],
		['print (slice .unicode 2 3) (slice .unicode 3 4)', 'ï'],
		['slice .ints 1 2', '[6]'],
		['slice (slice .ints 1 2) 0 3', '[6 7 8]'],
		['slice .nilInts 0 0 | printf "%#v"', '[]int(nil)'],
		['slice (slice .ints 0 1 2) 0 2', '[5 6]'],
	])('%s is %j', (call, output) => {
		expect(evaluate(call)).toBe(output);
	});

	test.each([
		['len .nothing', 'len of nil pointer'],
		['len nil', 'reflect: call of reflect.Value.Type on zero Value'],
		['len .one', 'len of type int'],
		['index nil 0', 'index of untyped nil'],
		['index .list 2 0', 'index of nil pointer'],
		['index .list 3', 'reflect: slice index out of range'],
		['index .text 5', 'reflect: string index out of range'],
		['index .list 4', 'index out of range: 4'],
		['index .list -1', 'index out of range: -1'],
		['index .list .largest', 'index out of range: -1'],
		['index .list "0"', 'cannot index slice/array with type string'],
		['index .list nil', 'cannot index slice/array with nil'],
		['index .map 1', 'value has type int; should be string'],
		['index .map nil', 'value is nil; should be of type string'],
		['index .one 0', "can't index item of type int"],
		['slice nil', 'slice of untyped nil'],
		['slice .map', "can't slice item of type map[string]interface {}"],
		['slice .text 3 1', 'invalid slice index: 3 > 1'],
		['slice .ints 1 3 2', 'invalid slice index: 3 > 2'],
		['slice .text 0 1 2', 'cannot 3-index slice a string'],
		['slice .ints 0 1 2 3', 'too many slice indexes: 4'],
		['slice .text .one', 'cannot index slice/array with type interface {}'],
	])('%s fails: %s', (call, message) => {
		expect(() => evaluate(call)).toThrow(`: ${message}`);
	});

	test('an index from a place of any type serves once it is in a variable or parentheses', () => {
		expect(evaluate('slice .text (.one)')).toBe('ello');
		expect(evaluate('$i := .one}}{{slice .text $i')).toBe('ello');
	});
});

describe('comparison', () => {
	test.each([
		['eq 1 2 3 1', 'true'],
		['ne "a" "b"', 'true'],
		['lt .big .largest', 'true'],
		['lt -1 .byte', 'true'],
		['le .byte 200', 'true'],
		['gt .byte 200', 'false'],
		['eq .nan .nan', 'false'],
		['ge .nan .nan', 'true'],
		['lt "\\uffff" "\\U0001f44b"', 'true'],
		['lt "a" "a\\xff"', 'true'],
		['lt "\\xe4" "世"', 'true'],
		['eq .nothing nil', 'true'],
		['eq .one nil', 'false'],
		['eq .nilInts nil', 'true'],
		['eq .ints nil', 'false'],
		['eq .point .samePoint', 'true'],
		['eq .point .otherPoint', 'false'],
	])('%s is %s', (call, output) => {
		expect(evaluate(call)).toBe(output);
	});

	test.each([
		['eq 1', 'missing argument for comparison'],
		['eq 1 1.0', 'incompatible types for comparison: int and float64'],
		['lt 1 "1"', 'incompatible types for comparison: int and string'],
		['lt true false', 'invalid type for comparison'],
		['gt .nothing 1', 'invalid type for comparison'],
		['eq .list .list', 'non-comparable type []interface {}'],
		['eq .list .map', 'non-comparable types []interface {}, map[string]interface {}'],
		['eq .line .line', 'non-comparable type Line'],
	])('%s fails: %s', (call, message) => {
		expect(() => evaluate(call)).toThrow(message);
	});
});

describe('text', () => {
	test.each([
		['print 1 2 "a" "b" 3 nil nil', '1 2a b3 <nil> <nil>'.replace('a b', 'ab')],
		['println 1 "a" nil', '1 a <nil>\n'],
		['html "<a href=\'x\'>&\\"\\x00" 1 2', '&lt;a href=&#39;x&#39;&gt;&amp;&#34;\ufffd1 2'],
		['html .nothing', '&lt;no value&gt;'],
		['js "<\'\\"=&\\\\\\n\\x7f\\u2028é\\xff"', '\\u003C\\\'\\"\\u003D\\u0026\\\\\\u000A\x7f\\u2028é\ufffd'],
		['urlquery "a b&é/~" 1', 'a+b%26%C3%A9%2F~1'],
	])('%s is %j', (call, output) => {
		expect(evaluate(call)).toBe(output);
	});
});

test('there is nothing to call', () => {
	expect(() => evaluate('call .text')).toThrow('error calling call: non-function of type string');
	expect(() => evaluate('call .nothing')).toThrow('error calling call: call of nil');
});
