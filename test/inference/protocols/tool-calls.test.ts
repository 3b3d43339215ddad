import {isDeepStrictEqual} from 'node:util';
import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {callJson, callsIn} from '../../../source/inference/protocols/tool-calls.ts';

test.for<[string, unknown, readonly string[]]>([
	['of a function', {tool_calls: [{id: 'c1', function: {name: 'f', arguments: '{"a":1}'}}]}, ['f {"a":1}']],
	['of old', {function_call: {name: 'f', arguments: '1'}}, ['f 1']],
	['of a tool with free text', {tool_calls: [{type: 'custom', custom: {name: 'f', input: 'look'}}]}, ['f look']],
	['with arguments that are no text', {tool_calls: [{function: {name: 'f', arguments: {a: 1}}}]}, ['f {"a":1}']],
	['that says nothing', {tool_calls: [{index: 0}, null]}, [' ', ' ']],
	['where there is none', {content: 'Seven', tool_calls: null, function_call: null}, []],
])('a call %s', ([, message, calls]) => {
	expect(callsIn(message).map(({name, argumentText}) => `${name} ${argumentText}`)).toEqual(calls);
});

test('a call’s place is its index where that is one, else where it stands', () => {
	const indices = [3, undefined, -1, 1e9, 'x'];
	const calls = indices.map(index => ({index, function: {name: 'f'}}));
	expect(callsIn({tool_calls: calls}).map(({place}) => place)).toEqual([3, 1, 2, 3, 4]);
});

test.for<[string, string, string]>([
	['blanks do not count', '{ "a" : 1 }', '{"a":1}'],
	['the order of keys does not count, however deep', '{"b":[{"d":1,"c":2}],"a":1}', '{"a":1,"b":[{"c":2,"d":1}]}'],
	['the order of a list counts', '[2,1]', '[2,1]'],
	['a text that is no JSON stays', '{"a": ', '{"a": '],
	['a number that is alone stays', ' 1', ' 1'],
	['a number that parsing could round stays', '{"a": 9007199254740993}', '{"a": 9007199254740993}'],
	['what is nested deeply stays', '['.repeat(1e5) + ']'.repeat(1e5), '['.repeat(1e5) + ']'.repeat(1e5)],
])('of arguments %s', ([, argumentText, said]) => {
	expect(JSON.parse(callJson({name: 'f', argumentText}))).toEqual({name: 'f', arguments: said});
});

test('a call is the same with whatever blanks its arguments are written, and another with other arguments', () => {
	const object = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean()));
	const json = (value: unknown, indent = 0) =>
		callJson({name: 'f', argumentText: JSON.stringify(value, undefined, indent)});
	fc.assert(
		fc.property(object, object, (one, other) => {
			expect(json(one, 2)).toBe(json(one));
			const [ones, others] = [one, other].map(each => new Map(Object.entries(each)));
			const isSame = isDeepStrictEqual(ones, others);
			expect(json(one) === json(other)).toBe(isSame);
		}),
	);
});
