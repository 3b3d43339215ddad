import {expect, test} from 'vitest';
import {jsonOrText, parseRequest, readInference} from '../../source/inference/v2.ts';

test('a request is a JSON object', () => {
	expect(parseRequest('{"inputs":[]}', 'input.json')).toEqual({inputs: []});
});

test.for([
	['', 'input.json is not JSON: Unexpected end of JSON input'],
	['{\n\t"inputs": [],\n}', 'input.json is not JSON: line 3, column 1: Expected double-quoted property name'],
	['hello', 'input.json is not JSON: Unexpected token \'h\', "hello"'],
	['[]', 'input.json is no inference request: it must hold a JSON object with "inputs"'],
] as const)('the text %o is refused', ([text, message]) => {
	expect(() => parseRequest(text, 'input.json')).toThrow(new Error(message));
});

test('an answer is read as far as it is well formed', () => {
	const outputs = [{name: 'predict', shape: [1, 1], datatype: 'INT64', data: [7]}, {name: 5}, null];
	expect(readInference(JSON.stringify({model_name: 'wisdom-0', model_version: 'v1', outputs}))).toEqual({
		modelName: 'wisdom-0',
		modelVersion: 'v1',
		outputs: [
			{name: 'predict', shape: [1, 1], datatype: 'INT64', data: [7]},
			{name: '', shape: [], datatype: '', data: []},
			{name: '', shape: [], datatype: '', data: []},
		],
	});
});

test('another answer is no inference', () => {
	expect(['', 'no healthy upstream', '[]', '{"error":"x"}'].map(readInference)).toEqual(Array.from({length: 4}));
});

test.for<[string, string, unknown]>([
	['JSON', '{"outputs":[]}', {outputs: []}],
	['text', 'no healthy upstream', 'no healthy upstream'],
	['JSON over more levels than can be written again', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, undefined],
])('a body is shown to machines as JSON or as the text that it is: %s', ([, body, value]) => {
	expect(JSON.parse(JSON.stringify(jsonOrText(body)))).toEqual(value ?? body);
});
