import * as fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import {openGateway} from '../../source/inference/gateway.ts';
import {inputsFrom, makeModelInput} from '../../source/inference/model-input.ts';
import {sendJson, startServer} from '../kube/api-server.ts';

const input = (datatype: unknown, shape: unknown) => ({inputs: [{name: 'x', datatype, shape}]});

test('inputs are zeros, false and empty strings of the shape that the model tells', () => {
	const metadata = {
		name: 'wisdom-0',
		inputs: [
			{name: 'pixels', datatype: 'FP32', shape: [-1, 2, 2]},
			{name: 'size', datatype: 'UINT8', shape: []},
			{name: 'isColored', datatype: 'BOOL', shape: [1]},
			{name: 'title', datatype: 'BYTES', shape: [2]},
			{name: 'nothing', datatype: 'INT64', shape: [0, 4]},
		],
	};
	expect(inputsFrom(metadata, 'wisdom-0')).toEqual([
		{name: 'pixels', datatype: 'FP32', shape: [1, 2, 2], data: [0, 0, 0, 0]},
		{name: 'size', datatype: 'UINT8', shape: [], data: [0]},
		{name: 'isColored', datatype: 'BOOL', shape: [1], data: [false]},
		{name: 'title', datatype: 'BYTES', shape: [2], data: ['', '']},
		{name: 'nothing', datatype: 'INT64', shape: [0, 4], data: []},
	]);
});

const tellsNothing =
	"model wisdom-0 does not tell its inputs, as MLServer's scikit-learn runtime does not unless told: give a request with -f";
const badShape = (shape: string) =>
	`input "x" of model wisdom-0 has a shape that cannot be filled (${shape}): give a request with -f`;
const badType = (words: string) => `input "x" of model wisdom-0 has datatype ${words}: give a request with -f`;

test.for<[unknown, string]>([
	[undefined, tellsNothing],
	[{name: 'wisdom-0', inputs: []}, tellsNothing],
	[input('FP32', [2, -2]), badShape('[2,-2]')],
	[input('FP32', [1e6, 1e6]), badShape('[1000000,1000000]')],
	[input('FP32', ['many']), badShape('["many"]')],
	[input('FP32', [{valueOf: 1}, [2], null]), badShape('[{"valueOf":1},[2],null]')],
	[input('FP32', undefined), badShape('none')],
	[input('FP16', [1]), badType('FP16, which JSON cannot carry')],
	[input('COMPLEX', [1]), badType('COMPLEX, which is unknown')],
	[input(7, [1]), badType('none, which is unknown')],
])('the metadata %o asks for a file', ([metadata, message]) => {
	expect(() => inputsFrom(metadata, 'wisdom-0')).toThrow(new Error(message));
});

test('many inputs have together no more elements than one may have', () => {
	const large = {name: 'x', datatype: 'FP32', shape: [1_500_000]};
	const beyondNumbers = {name: 'y', datatype: 'FP32', shape: [...Array(30).fill(2 ** 50), 0]};
	expect(() => inputsFrom({inputs: [large, large, large]}, 'wisdom-0')).toThrow(
		new Error('input "x" of model wisdom-0 has a shape that cannot be filled ([1500000]): give a request with -f'),
	);
	expect(() => inputsFrom({inputs: [beyondNumbers, large, large, large]}, 'wisdom-0')).toThrow(/^input "y" of model/);
});

test('there are as many elements as the shape has', () => {
	const sizes = fc.array(fc.integer({min: -1, max: 12}), {maxLength: 4});
	fc.assert(
		fc.property(sizes, shape => {
			const [made] = inputsFrom(input('FP64', shape), 'wisdom-0');
			expect(made?.data.length).toBe(made?.shape.reduce((product, size) => product * size, 1));
		}),
	);
});

test('a model is asked under its own host, past the route of the app', async () => {
	const {url, received} = await startServer(({url: path}, response) => {
		sendJson(
			response,
			path === '/v2/models/wisdom-0' ? input('FP32', [-1, 2]) : {error: 'not found'},
			path === '/v2/models/wisdom-0' ? 200 : 404,
		);
	});
	const gateway = openGateway(url);
	onTestFinished(() => gateway.close());
	const patience = {signal: new AbortController().signal, timeoutMs: 5000};
	const ask = async (name: string) => makeModelInput(gateway, {name, host: 'predictor.default'}, patience);

	expect(await ask('wisdom-0')).toBe('{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[0,0]}]}');
	await expect(ask('a/b')).rejects.toThrow(
		new Error(
			'model a/b does not tell its inputs (HTTP 404 for /v2/models/a%2Fb of predictor.default): give a request with -f',
		),
	);
	expect(received.map(({method, headers}) => [method, headers.host])).toEqual([
		['GET', 'predictor.default'],
		['GET', 'predictor.default'],
	]);
});
