import {expect, test} from 'vitest';
import {mostInputs, parseInputs} from '../../../source/inference/input/parse-inputs.ts';

const v2 = (value: number) => `{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[${value}]}]}`;
const parse = (text: string) => parseInputs(text, {name: 'digits.jsonl'});

test('a text that is one request is one, on however many lines', () => {
	const body = '{\n\t"instances": [\n\t\t[1.0, 2]\n\t]\n}\n';
	expect(parseInputs(body, {name: 'input.json'})).toEqual({inputs: [{body, where: 'input.json'}], bad: []});
});

test('each line is a request of its own, named by its number; blank ones are passed over', () => {
	expect(parse(`${v2(1)}\n\n${v2(2)}\r\n{"messages":[]}\n  \n`)).toEqual({
		inputs: [
			{body: v2(1), where: 'digits.jsonl:1'},
			{body: v2(2), where: 'digits.jsonl:3'},
			{body: '{"messages":[]}', where: 'digits.jsonl:4'},
		],
		bad: [],
	});
});

test.for<[string, string, string, string]>([
	['{"instances":[[1.0,12345678901234567890]],"label":"7"}', '{"instances":[[1.0,12345678901234567890]]}', '7', '"7"'],
	['{ "label" : 7 , "prompt" : "a \\"label: 1, b" }', '{"prompt" : "a \\"label: 1, b"}', '7', '7'],
	['{"lab\\u0065l":true,"instances":[{"label":1}],"label":false}', '{"instances":[{"label":1}]}', 'false', 'false'],
])('the label of %s is taken out, and nothing else is changed', ([line, body, label, labelJson]) => {
	expect(parse(line)).toEqual({inputs: [{body, label, labelJson, where: 'digits.jsonl'}], bad: []});
});

test('a line that compare has saved is the request in it, byte for byte, with its label', () => {
	const request = '{"instances":[[1.0,12345678901234567890]], "request": 1}';
	const saved = (label: string) =>
		`{"where":"a.jsonl:7",${label}"primary":[{}],"candidate":[], "request" : ${request}}`;
	expect(parse(`${saved('"label":7,')}\n${saved('')}`).inputs).toEqual([
		{body: request, where: 'digits.jsonl:1', label: '7', labelJson: '7'},
		{body: request, where: 'digits.jsonl:2'},
	]);
	expect(parse('{"request":{},"primary":[],"candidate":[]}').bad).toEqual([
		{
			where: 'digits.jsonl',
			message:
				'digits.jsonl is no inference request: it needs "inputs" (V2), "instances" (V1), "messages" or "prompt" (OpenAI); say the path of another protocol with --path',
		},
	]);
});

test('a label of null is none', () => {
	expect(parse('{"instances":[],"label":null}').inputs).toEqual([{body: '{"instances":[]}', where: 'digits.jsonl'}]);
});

test('broken lines are told by their numbers, the others are kept', () => {
	const text = [v2(1), '{"inputs":[', v2(2), '7', '{"inputs":[]}', '{"text":1}', '{"prompt":"a","label":[1]}'].join(
		'\n',
	);
	expect(parse(text)).toEqual({
		inputs: [
			{body: v2(1), where: 'digits.jsonl:1'},
			{body: v2(2), where: 'digits.jsonl:3'},
		],
		bad: [
			['digits.jsonl:2', 'digits.jsonl:2 is not JSON: Unexpected end of JSON input'],
			['digits.jsonl:4', 'digits.jsonl:4 is no inference request: it must hold a JSON object with "inputs"'],
			[
				'digits.jsonl:5',
				'digits.jsonl:5 is no V2 inference request: "inputs" must be a list with at least one {"name", "shape", "datatype", "data"}',
			],
			[
				'digits.jsonl:6',
				'digits.jsonl:6 is no inference request: it needs "inputs" (V2), "instances" (V1), "messages" or "prompt" (OpenAI); say the path of another protocol with --path',
			],
			['digits.jsonl:7', 'digits.jsonl:7 has a label that is no text and no number'],
		].map(([where, message]) => ({where, message})),
	});
});

test('a single line is one of several where the name says so', () => {
	expect(parseInputs(v2(1), {name: 'digits.jsonl', isLines: true}).inputs[0]?.where).toBe('digits.jsonl:1');
	expect(parseInputs(v2(1), {name: 'stdin'}).inputs[0]?.where).toBe('stdin');
});

test('any object will do for a path of the user’s own', () => {
	expect(parseInputs('{"text":1}', {name: 'stdin', isAnyProtocol: true})).toEqual({
		inputs: [{body: '{"text":1}', where: 'stdin'}],
		bad: [],
	});
});

test.for([
	['', 'stdin is empty'],
	[' \n\n', 'stdin is empty'],
	['not json', 'stdin is not JSON: Unexpected token \'o\', "not json"'],
	[`${v2(1)}\n`.repeat(mostInputs + 1), 'stdin has more than 100000 lines: give fewer requests'],
])('what has no request at all is told', ([text, message]) => {
	expect(parseInputs(text ?? '', {name: 'stdin'})).toEqual({inputs: [], bad: [{where: 'stdin', message}]});
});

test('a file of members without end is read in one go', () => {
	const text = `{"label":1,${'"label":2,'.repeat(50_000)}"prompt":"a"}`;
	expect(parse(text).inputs).toEqual([{body: '{"prompt":"a"}', label: '2', labelJson: '2', where: 'digits.jsonl'}]);
});
