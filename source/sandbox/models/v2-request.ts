import {readBinary} from '../../inference/protocols/binary-tensors.ts';
import {fieldAt, isRecord} from '../../objects/object.ts';
import {invalid, refuse, type ModelReply, type ModelRequest} from './reply.ts';

/** One tensor of a request. */
interface InputTensor {
	readonly shape: readonly number[];
	/** Flat or nested. */
	readonly data: readonly unknown[];
}

/** A V2 inference request. */
export interface Inference {
	readonly id: string | undefined;
	readonly inputs: readonly InputTensor[];
	/** Names of the outputs that are asked for. */
	readonly outputs: readonly string[];
	/** Whether they are asked for as binary tensors. */
	readonly isBinary: boolean;
}

const datatypes = 'BOOL UINT8 UINT16 UINT32 UINT64 INT8 INT16 INT32 INT64 FP16 FP32 FP64 BYTES'.split(' ');
const noObject = 'Input should be a valid dictionary or object to extract fields from';
const noList = 'Input should be a valid list';
const noString = 'Input should be a valid string';

/** Reads a V2 inference request, or tells what is wrong with it as MLServer's schema does: the first fault only. */
export function readInference({body, contentType, binary}: ModelRequest): Inference | ModelReply {
	if (body === '') return missing([], null);
	if (binary === undefined && !/^application\/(.+\+)?json\b/.test(contentType))
		return invalid('model_attributes_type', [], noObject, body);
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch (error) {
		return invalidJson(body, error as Error);
	}

	const inputs = fieldAt(value, 'inputs');
	if (binary === undefined || !isRecord(value) || !Array.isArray(inputs)) return readRequest(value);
	const filled = readBinary(inputs, binary);
	if (typeof filled === 'string') return refuse(400, 'the binary data do not fit the inputs');
	return readRequest({...value, inputs: filled});
}

function readRequest(value: unknown): Inference | ModelReply {
	if (!isRecord(value)) return invalid('model_attributes_type', [], noObject, value);
	const {id, inputs, outputs = []} = value;
	if (id !== undefined && id !== null && typeof id !== 'string') return invalid('string_type', ['id'], noString, id);
	if (inputs === undefined) return missing(['inputs'], value);
	if (!Array.isArray(inputs)) return invalid('list_type', ['inputs'], noList, inputs);
	const tensors: InputTensor[] = [];
	for (const [index, input] of inputs.entries()) {
		const tensor = readTensor(input, ['inputs', index]);
		if ('status' in tensor) return tensor;
		tensors.push(tensor);
	}

	const asked = Array.isArray(outputs) ? outputs : [];
	const names = asked.map((output: unknown) => (isRecord(output) ? String(output['name']) : ''));
	const isBinary =
		fieldAt(value, 'parameters', 'binary_data_output') === true ||
		asked.some((output: unknown) => fieldAt(output, 'parameters', 'binary_data') === true);
	return {id: id ?? undefined, inputs: tensors, outputs: names, isBinary};
}

function readTensor(input: unknown, place: readonly (string | number)[]): InputTensor | ModelReply {
	if (!isRecord(input)) return invalid('model_attributes_type', place, noObject, input);
	for (const field of ['name', 'shape', 'datatype', 'data']) {
		if (input[field] === undefined) return missing([...place, field], input);
	}

	const {name, shape, datatype, data} = input;
	if (typeof name !== 'string') return invalid('string_type', [...place, 'name'], noString, name);
	if (!Array.isArray(shape)) return invalid('list_type', [...place, 'shape'], noList, shape);
	const wrong = shape.findIndex(size => !Number.isInteger(size));
	if (wrong >= 0) {
		return invalid('int_type', [...place, 'shape', wrong], 'Input should be a valid integer', shape[wrong]);
	}

	if (typeof datatype !== 'string' || !datatypes.includes(datatype)) return unknownDatatype(datatype, place);
	return {shape: shape as readonly number[], data: Array.isArray(data) ? data : [data]};
}

function unknownDatatype(datatype: unknown, place: readonly (string | number)[]): ModelReply {
	const quoted = datatypes.map(each => `'${each}'`);
	const expected = `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
	const loc = ['body', ...place, 'datatype'];
	const fault = {type: 'enum', loc, msg: `Input should be ${expected}`, input: datatype, ctx: {expected}};
	return {status: 422, body: {detail: [fault]}};
}

function missing(place: readonly (string | number)[], input: unknown): ModelReply {
	return invalid('missing', place, 'Field required', input);
}

/** Where JSON ends to be JSON; the words are those of MLServer's parser. */
function invalidJson(body: string, {message}: Error): ModelReply {
	const [, token, place] = /^Unexpected (?:token '(.+?)'|.* position (\d+))/su.exec(message) ?? [];
	const at = place === undefined ? (token === undefined ? body.length : body.indexOf(token)) : Number(place);
	const isMore = message.startsWith('Unexpected non-whitespace character after JSON');
	const error = isMore
		? 'unexpected content after document'
		: at >= body.length
			? 'unexpected end of data'
			: 'unexpected character, expected a JSON value';
	const fault = {type: 'json_invalid', loc: ['body', at], msg: 'JSON decode error', input: {}, ctx: {error}};
	return {status: 422, body: {detail: [fault]}};
}
