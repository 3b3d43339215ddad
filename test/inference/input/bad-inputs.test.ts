import {expect, test} from 'vitest';
import {checkAllAgainst, leftOutWords, refuseBad} from '../../../source/inference/input/bad-inputs.ts';

const input = (name: string, where: string) => ({
	body: JSON.stringify({inputs: [{name, datatype: 'FP32', shape: [1], data: [1]}]}),
	where,
});
const metadata = {inputs: [{name: 'x', datatype: 'FP32', shape: [-1]}]};

test('inputs are parted by what the metadata say of each', () => {
	const inputs = [input('x', 'f:1'), input('y', 'f:2'), input('x', 'f:3')];
	expect(checkAllAgainst(metadata, inputs)).toEqual({
		inputs: [inputs[0], inputs[2]],
		bad: [{where: 'f:2', message: 'f:2 has an input "y", the model has "x"'}],
	});
});

const bad = (...wheres: readonly string[]) => wheres.map(where => ({where, message: `${where} is empty`}));
const good = [input('x', 'f:1')];

test.for<[string, Parameters<typeof refuseBad>[0], boolean]>([
	['a is empty', {inputs: [], bad: bad('a')}, true],
	[
		'a is empty, and 1 more is bad; nothing was sent: there is none that could be sent',
		{inputs: [], bad: bad('a', 'b')},
		true,
	],
	['a is empty; nothing was sent: leave out what is bad with --skip-bad', {inputs: good, bad: bad('a')}, false],
	[
		'a is empty, and 2 more are bad; nothing was sent: leave out what is bad with --skip-bad',
		{inputs: good, bad: bad('a', 'b', 'c')},
		false,
	],
])('what is bad is refused: %s', ([message, parsed, skipsBad]) => {
	expect(() => refuseBad(parsed, skipsBad)).toThrow(new Error(message));
});

test('what is bad is left out when that was asked for, and told', () => {
	refuseBad({inputs: good, bad: bad('a', 'b')}, true);
	expect(leftOutWords([])).toBeUndefined();
	expect(leftOutWords(bad('a'))).toBe('1 request was left out: a is empty');
	expect(leftOutWords(bad('a', 'b'))).toBe('2 requests were left out, the first so: a is empty');
});
