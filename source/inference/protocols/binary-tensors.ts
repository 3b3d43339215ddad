import {fieldAt, isRecord, listAt, stringAt} from '../../objects/object.ts';
import {elementsIn} from '../input/elements.ts';
import {shown} from '../input/shown.ts';
import {layouts, type Layout} from './datatypes.ts';

/**
 * V2's extension for binary tensors, as KServe and Triton have it: a body is JSON, and behind it the data of those tensors that have
 * none in JSON but `parameters.binary_data_size`, one after the other. Elements of BYTES have their length in four bytes before them.
 */

/**
 * The tensors of an answer with their data, of which `binary` has some. What is wrong with them is told as the end of a sentence,
 * `is no V2 answer: …`.
 */
export function readBinary(tensors: readonly unknown[], binary: Uint8Array): readonly unknown[] | string {
	const filled: unknown[] = [];
	let start = 0;
	for (const tensor of tensors) {
		const size = fieldAt(tensor, 'parameters', 'binary_data_size');
		if (!isRecord(tensor) || size === undefined) {
			filled.push(tensor);
			continue;
		}

		const which = `output ${shown(stringAt(tensor, 'name') ?? '')}`;
		if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || start + size > binary.length) {
			return `is no V2 answer: ${which} has ${shown(size)} bytes of binary data, of which ${binary.length - start} came`;
		}

		const data = readElements(binary.subarray(start, start + size), tensor);
		if (data === undefined) {
			return `is no V2 answer: the ${size} bytes of ${which} do not fit its datatype and shape`;
		}

		filled.push({...tensor, data});
		start += size;
	}

	if (start === binary.length) return filled;
	return `is no V2 answer: ${binary.length - start} bytes of binary data belong to no output`;
}

function readElements(
	bytes: Uint8Array,
	{datatype, shape}: Readonly<Record<string, unknown>>,
): readonly unknown[] | undefined {
	const elements = elementsIn(shape);
	if (datatype === 'BYTES') return readTexts(bytes);
	const layout = layouts.get(String(datatype));
	if (!layout || elements === undefined || elements * layout.bytes !== bytes.length) return undefined;
	const view = viewOf(bytes);
	return Array.from({length: elements}, (_, index) => layout.read(view, index * layout.bytes));
}

function readTexts(bytes: Uint8Array): readonly string[] | undefined {
	const view = viewOf(bytes);
	const texts: string[] = [];
	let at = 0;
	while (at < bytes.length) {
		if (at + 4 > bytes.length) return undefined;
		const end = at + 4 + view.getUint32(at, true);
		if (end > bytes.length) return undefined;
		texts.push(Buffer.from(bytes.subarray(at + 4, end)).toString('utf8'));
		at = end;
	}

	return texts;
}

/** A body with binary tensors, and how long the JSON is that it begins with. */
export interface BinaryBody {
	readonly body: Uint8Array;
	readonly jsonLength: number;
}

/**
 * A V2 request, which must have a list of inputs, with the data of all of them in binary; it asks for such outputs. Throws an Error
 * that names the input whose data do not fit their datatype.
 */
export function binaryBody(request: Readonly<Record<string, unknown>>): BinaryBody {
	const inputs = listAt(request, 'inputs');
	const {tensors, binary} = writeBinary(inputs, 'input');
	const asked = {...request, parameters: {...parametersOf(request), binary_data_output: true}, inputs: tensors};
	const json = Buffer.from(JSON.stringify(asked));
	return {body: Buffer.concat([json, binary]), jsonLength: json.length};
}

/** Tensors whose data are taken out and written one after the other. Throws an Error as `binaryBody` does; `kind` is what it calls them. */
export function writeBinary(
	tensors: readonly unknown[],
	kind: 'input' | 'output',
): {readonly tensors: readonly unknown[]; readonly binary: Uint8Array} {
	const written = tensors.map(each => writeTensor(each, kind));
	return {tensors: written.map(({tensor}) => tensor), binary: Buffer.concat(written.map(({bytes}) => bytes))};
}

function writeTensor(given: unknown, kind: string): {readonly tensor: unknown; readonly bytes: Uint8Array} {
	const {data, ...tensor} = isRecord(given) ? given : {};
	const name = `${kind} ${shown(stringAt(given, 'name') ?? '')}`;
	const datatype = stringAt(given, 'datatype') ?? 'none';
	const layout = layouts.get(datatype);
	const elements = Array.isArray(data) ? data.flat(16) : [data];
	if (datatype !== 'BYTES' && !layout?.write) {
		throw new Error(`${name} has datatype ${datatype}, of which no binary tensor can be made from JSON`);
	}

	if (data === undefined) throw new Error(`${name} has no data`);
	const wrong = elements.find(element => (layout ? !fits(element, datatype, layout) : typeof element !== 'string'));
	if (wrong !== undefined) throw new Error(`${name}: ${shown(wrong)} is no ${datatype}`);
	const bytes = layout ? writeElements(elements, layout) : writeTexts(elements as readonly string[]);
	return {
		tensor: {...tensor, parameters: {...parametersOf(tensor), binary_data_size: bytes.length}},
		bytes,
	};
}

function fits(element: unknown, datatype: string, {range}: Layout): boolean {
	if (datatype === 'BOOL') return typeof element === 'boolean';
	if (typeof element !== 'number') return false;
	return range === undefined || (Number.isInteger(element) && element >= range[0] && element <= range[1]);
}

function writeElements(elements: readonly unknown[], {bytes, write}: Layout): Uint8Array {
	const written = new Uint8Array(elements.length * bytes);
	const view = viewOf(written);
	for (const [index, element] of elements.entries()) write?.(view, index * bytes, Number(element));
	return written;
}

function writeTexts(texts: readonly string[]): Uint8Array {
	return Buffer.concat(
		texts.flatMap(text => {
			const bytes = Buffer.from(text);
			const length = Buffer.alloc(4);
			length.writeUInt32LE(bytes.length);
			return [length, bytes];
		}),
	);
}

function parametersOf(value: unknown): Readonly<Record<string, unknown>> {
	const parameters = fieldAt(value, 'parameters');
	return isRecord(parameters) ? parameters : {};
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
