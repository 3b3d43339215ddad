import {expect, test} from 'vitest';
import {blockPosition} from '../../source/routemap/block-position.ts';

test.each([
	['a: |\n  x\n  y', {line: 3, column: 4}],
	['a: |-  # why\n\n\n      x\n      y', {line: 3, column: 8}],
	['# one\n\na:\n  |+\n  x\n  y\n', {line: 6, column: 4}],
	['a: |2\n    x\n    y', {line: 3, column: 4}],
	['a: |\r\n  x\r\n  y\r\n', {line: 3, column: 4}],
])('a place in a literal block is a place in the text around it: %j', (text, place) => {
	expect(blockPosition(text, ['a'])?.({line: 2, column: 2})).toEqual(place);
});

test.each(['a: "x\\ny"', 'a: x', 'a: >\n  x\n  y', 'a: {b: c}', 'b: c', 'a: |\n'])(
	'a value that is written in another way has none: %j',
	text => {
		expect(blockPosition(text, ['a'])).toBeUndefined();
	},
);
