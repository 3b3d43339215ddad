import {fieldAt, isRecord, stringAt} from '../objects/object.ts';
import {isNestedDeeply} from './input/elements.ts';

/** One tensor of a request or an answer (Open Inference Protocol V2, `$tensor`). */
export interface Tensor {
	readonly name: string;
	readonly datatype: string;
	readonly shape: readonly number[];
	/** Row by row, flat or nested. */
	readonly data: readonly unknown[];
}

/** What a model answered. */
interface Inference {
	readonly modelName: string | undefined;
	readonly modelVersion: string | undefined;
	readonly outputs: readonly Tensor[];
}

/** A request of any protocol that has JSON objects for requests. Throws an Error that names its source. */
export function parseRequest(text: string, source: string): Readonly<Record<string, unknown>> {
	const read = readJson(text);
	if ('fault' in read) throw new Error(`${source} is not JSON: ${read.fault}`);
	if (isRecord(read.value)) return read.value;
	throw new Error(`${source} is no inference request: it must hold a JSON object with "inputs"`);
}

/** A text as JSON; or why it is none, with a line and a column where these are known. */
export function readJson(text: string): {readonly value: unknown} | {readonly fault: string} {
	try {
		return {value: JSON.parse(text) as unknown};
	} catch (error) {
		const {message} = error as Error;
		const [, reason = message, line, column] =
			/^(.*?)(?: is not valid JSON|(?: in JSON)? at position \d+(?: \(line (\d+) column (\d+)\))?)$/s.exec(message) ??
			[];
		return {fault: `${line === undefined ? '' : `line ${line}, column ${column}: `}${reason}`};
	}
}

/** Reads the body of a V2 inference answer; undefined when it is none. */
export function readInference(body: string): Inference | undefined {
	const answer = parsedOrUndefined(body);
	const outputs = fieldAt(answer, 'outputs');
	if (!Array.isArray(outputs)) return undefined;
	return {
		modelName: stringAt(answer, 'model_name'),
		modelVersion: stringAt(answer, 'model_version'),
		outputs: outputs.map(output => readTensor(output)),
	};
}

/** A body as JSON; undefined when it is not JSON. */
export function parsedOrUndefined(body: string): unknown {
	const read = readJson(body);
	return 'value' in read ? read.value : undefined;
}

/** A body as it is shown to machines: as JSON, or as text where it is none or is nested too deeply to be written again. */
export function jsonOrText(body: string): unknown {
	const parsed = parsedOrUndefined(body);
	return parsed === undefined || isNestedDeeply([parsed]) ? body : parsed;
}

function readTensor(value: unknown): Tensor {
	const shape = fieldAt(value, 'shape');
	const data = fieldAt(value, 'data');
	return {
		name: stringAt(value, 'name') ?? '',
		datatype: stringAt(value, 'datatype') ?? '',
		shape: (Array.isArray(shape) ? shape : []).filter(size => typeof size === 'number'),
		data: Array.isArray(data) ? data : [],
	};
}
