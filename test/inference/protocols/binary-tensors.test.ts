import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {binaryBody, readBinary} from '../../../source/inference/protocols/binary-tensors.ts';

/** What a server reads of a binary request that is answered with its own tensors. */
function echo(inputs: readonly unknown[]): readonly unknown[] | string {
	const {body, jsonLength} = binaryBody({inputs});
	const json = JSON.parse(Buffer.from(body.subarray(0, jsonLength)).toString()) as {readonly inputs: unknown[]};
	return readBinary(json.inputs, body.subarray(jsonLength));
}

test('a request has its JSON first, then the tensors that it tells the sizes of', () => {
	const {body, jsonLength} = binaryBody({
		id: 'a',
		parameters: {priority: 1},
		inputs: [
			{name: 'x', datatype: 'INT16', shape: [1, 2], data: [[1, -2]]},
			{name: 'y', datatype: 'BYTES', shape: [2], parameters: {content_type: 'str'}, data: ['é', '']},
		],
	});
	expect(JSON.parse(Buffer.from(body.subarray(0, jsonLength)).toString())).toEqual({
		id: 'a',
		parameters: {priority: 1, binary_data_output: true},
		inputs: [
			{name: 'x', datatype: 'INT16', shape: [1, 2], parameters: {binary_data_size: 4}},
			{name: 'y', datatype: 'BYTES', shape: [2], parameters: {content_type: 'str', binary_data_size: 10}},
		],
	});
	expect(Buffer.from(body.subarray(jsonLength)).toString('hex')).toBe('0100feff02000000c3a900000000');
});

const integers = (bits: number, isSigned: boolean) =>
	fc.integer(isSigned ? {min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1} : {min: 0, max: 2 ** bits - 1});
const elements: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
	BOOL: fc.boolean(),
	UINT8: integers(8, false),
	UINT16: integers(16, false),
	UINT32: integers(32, false),
	UINT64: fc.nat({max: Number.MAX_SAFE_INTEGER}),
	INT8: integers(8, true),
	INT16: integers(16, true),
	INT32: integers(32, true),
	INT64: fc.maxSafeInteger(),
	FP32: fc.float({noNaN: true}),
	FP64: fc.double({noNaN: true}),
	BYTES: fc.string({unit: 'binary'}),
};

test('what goes into binary tensors comes out of them', () => {
	const tensor = fc
		.constantFrom(...Object.keys(elements))
		.chain(datatype => fc.tuple(fc.constant(datatype), fc.array(elements[datatype] ?? fc.nat(), {maxLength: 6})));
	fc.assert(
		fc.property(fc.array(tensor, {maxLength: 4}), tensors => {
			const inputs = tensors.map(([datatype, data]) => ({name: 'x', datatype, shape: [data.length], data}));
			expect(echo(inputs)).toMatchObject(inputs);
		}),
	);
});

const answer = (datatype: string, shape: readonly number[], hex: string) => {
	const binary = Buffer.from(hex, 'hex');
	return readBinary([{name: 'x', datatype, shape, parameters: {binary_data_size: binary.length}}], binary);
};

test.for<[string, string, readonly unknown[]]>([
	// by numpy: np.array([1, -2.5, 65504, 6e-8, np.inf, -np.inf, 0]).astype('<f2').tobytes().hex()
	[
		'FP16',
		'003c00c1ff7b0100007c00fc0000',
		[1, -2.5, 65_504, 2 ** -24, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0],
	],
	['BF16', '803f20c0', [1, -2.5]],
	['INT64', 'ffffffffffffff7f0100000000000080', ['9223372036854775807', '-9223372036854775807']],
	['UINT64', 'ffffffffffffffff', ['18446744073709551615']],
])('%s of an answer is read: %s', ([datatype, hex, data]) => {
	expect(answer(datatype, [data.length], hex)).toMatchObject([{data}]);
});

test('tensors with data in JSON and in binary may stand beside each other', () => {
	const tensors = [
		{name: 'a', datatype: 'UINT8', shape: [1], parameters: {binary_data_size: 1}},
		{name: 'b', datatype: 'UINT8', shape: [1], data: [2]},
		{name: 'c', datatype: 'UINT8', shape: [1], parameters: {binary_data_size: 1}},
	];
	expect(readBinary(tensors, Buffer.from([1, 3]))).toMatchObject([{data: [1]}, {data: [2]}, {data: [3]}]);
});

test.for<[string, unknown]>([
	['output "x" has 5 bytes of binary data, of which 4 came', {name: 'x', parameters: {binary_data_size: 5}}],
	['output "x" has -1 bytes of binary data, of which 4 came', {name: 'x', parameters: {binary_data_size: -1}}],
	['output "" has "4" bytes of binary data, of which 4 came', {parameters: {binary_data_size: '4'}}],
	[
		`output "${'y'.repeat(79)}… has "${'9'.repeat(79)}… bytes of binary data, of which 4 came`,
		{name: 'y'.repeat(1000), parameters: {binary_data_size: '9'.repeat(1000)}},
	],
	['4 bytes of binary data belong to no output', {name: 'x', data: []}],
	['4 bytes of binary data belong to no output', null],
	...['FP64', 'BYTES', 'FP99'].map((datatype): [string, unknown] => [
		'the 4 bytes of output "x" do not fit its datatype and shape',
		{name: 'x', datatype, shape: [1], parameters: {binary_data_size: 4}},
	]),
	[
		'the 4 bytes of output "x" do not fit its datatype and shape',
		{name: 'x', datatype: 'FP32', shape: [1e9], parameters: {binary_data_size: 4}},
	],
])('an answer that is no V2 is told: %s', ([fault, tensor]) => {
	expect(readBinary([tensor], Buffer.from('ffffffff', 'hex'))).toBe(`is no V2 answer: ${fault}`);
});

test.for<[string, unknown]>([
	['input "x": 256 is no UINT8', {name: 'x', datatype: 'UINT8', data: [255, 256]}],
	['input "x": 9007199254740992 is no INT64', {name: 'x', datatype: 'INT64', data: [2 ** 53]}],
	['input "x": 1.5 is no INT32', {name: 'x', datatype: 'INT32', data: [1.5]}],
	['input "x": "1" is no FP32', {name: 'x', datatype: 'FP32', data: ['1']}],
	['input "x": 1 is no BOOL', {name: 'x', datatype: 'BOOL', data: [1]}],
	['input "x": 1 is no BYTES', {name: 'x', datatype: 'BYTES', data: [1]}],
	['input "x": null is no FP32', {name: 'x', datatype: 'FP32', data: [null]}],
	['input "x" has no data', {name: 'x', datatype: 'FP32', shape: [1]}],
	['input "x" has no data', {name: 'x', datatype: 'BYTES', shape: [1]}],
	[
		'input "x" has datatype FP16, of which no binary tensor can be made from JSON',
		{name: 'x', datatype: 'FP16', data: [1]},
	],
	['input "" has datatype none, of which no binary tensor can be made from JSON', 7],
])('what does not fit into a binary tensor is told: %s', ([message, input]) => {
	expect(() => binaryBody({inputs: [input]})).toThrow(new Error(message));
});
