import {expect, test} from 'vitest';
import {labelMatcher} from '../../../source/sandbox/api/label-selector.ts';

const labels = {app: 'wisdom', track: 'canary', weight: '10', empty: ''};

test.each([
	['', true],
	['app=wisdom', true],
	['app==wisdom,track!=stable', true],
	['app=other', false],
	['app in (wisdom, other)', true],
	['app notin (wisdom)', false],
	['none notin (a)', true],
	['none!=a', true],
	['track', true],
	['!track', false],
	['!none', true],
	['weight>9,weight<11', true],
	['weight>10', false],
	['empty=', true],
	['empty in (,a)', true],
	['in=x', false],
	['toString', false],
])('%s', (selector, expected) => {
	expect(labelMatcher(selector)(labels)).toBe(expected);
});

test.each([
	['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
	['a===b', "unable to parse requirement: found '=', expected: identifier"],
	['a in (x', "unable to parse requirement: found '', expected: ',' or ')'"],
	['a in x', "unable to parse requirement: found 'x' expected: '('"],
	['a,', "found '', expected: identifier after ','"],
	['(a)', "found '(', expected: !, identifier, or 'end of string'"],
	['a=b c', "found 'c', expected: ',' or 'end of string'"],
	['a=b=c', "found '=', expected: ',' or 'end of string'"],
	[
		'a=-',
		"unable to parse requirement: values[0][a]: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
	],
])('%s is refused in the words of the API server', (selector, message) => {
	expect(() => labelMatcher(selector)).toThrow(expect.objectContaining({code: 400, reason: 'BadRequest', message}));
});
