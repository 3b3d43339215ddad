import {fieldAt, stringAt} from '../objects/object.ts';
import type {Model} from './endpoint.ts';
import type {Gateway, GatewayRequest} from './gateway.ts';
import {askMetadata} from './model-metadata.ts';
import type {Tensor} from './v2.ts';

/** More elements than any model takes in one request, of all its inputs; keeps metadata from filling the memory. */
const mostElements = 4_000_000;

const askForFile = 'give a request with -f';

/**
 * Asks a model for the name, shape and datatype of its inputs, and makes a V2 inference request of zeros from them. Rejects
 * with an Error that asks for -f when the model does not tell, or when the route does not tell the model (undefined).
 */
export async function makeModelInput(
	gateway: Gateway,
	model: Model | undefined,
	{signal, timeoutMs}: Pick<GatewayRequest, 'signal' | 'timeoutMs'>,
): Promise<string> {
	if (model === undefined) {
		throw new Error(`the route does not tell which model answers, so no request can be made for it: ${askForFile}`);
	}

	const asked = await askMetadata(gateway, model, {signal, timeoutMs});
	if ('silence' in asked) {
		throw new Error(`model ${model.name} does not tell its inputs (${asked.silence}): ${askForFile}`);
	}

	return JSON.stringify({inputs: inputsFrom(asked.metadata, model.name)});
}

/**
 * Inputs of zeros, false and empty strings for a model's V2 metadata; sizes that the model leaves open (-1) become 1. Throws an
 * Error that asks for -f where the metadata is not enough.
 */
export function inputsFrom(metadata: unknown, model: string): readonly Tensor[] {
	const inputs = fieldAt(metadata, 'inputs');
	if (Array.isArray(inputs) && inputs.length > 0) {
		let left = mostElements;
		const tensors = inputs.map(input => {
			const {elements, ...tensor} = describedInput(input, model, left);
			left -= elements;
			return {...tensor, elements, zero: zeroOf(tensor.datatype, tensor.name, model)};
		});
		return tensors.map(({elements, zero, ...tensor}) => ({
			...tensor,
			data: Array.from({length: elements}, () => zero),
		}));
	}

	throw new Error(
		`model ${model} does not tell its inputs, as MLServer's scikit-learn runtime does not unless told: ${askForFile}`,
	);
}

/** An input of at most so many elements, and how many it has. */
function describedInput(
	input: unknown,
	model: string,
	most: number,
): Omit<Tensor, 'data'> & {readonly elements: number} {
	const name = stringAt(input, 'name') ?? '';
	const datatype = stringAt(input, 'datatype') ?? '';
	const sizes = fieldAt(input, 'shape');
	const shape = (Array.isArray(sizes) ? sizes : [Number.NaN]).map(size => sizeOf(size));
	const elements = shape.reduce((product, size) => product * size, 1);
	if (!shape.every(size => Number.isSafeInteger(size) && size >= 0) || !(elements <= most)) {
		const shown = JSON.stringify(sizes) ?? 'none';
		throw new Error(`input "${name}" of model ${model} has a shape that cannot be filled (${shown}): ${askForFile}`);
	}

	return {name, shape, datatype, elements};
}

/** Some servers write whole numbers as texts (JSON of protobuf); a size that is neither is none. */
function sizeOf(size: unknown): number {
	if (size === -1) return 1;
	return typeof size === 'number' || typeof size === 'string' ? Number(size) : Number.NaN;
}

function zeroOf(datatype: string, input: string, model: string): unknown {
	if (/^(FP32|FP64|U?INT(8|16|32|64))$/.test(datatype)) return 0;
	if (datatype === 'BOOL') return false;
	if (datatype === 'BYTES') return '';
	const words = /^(FP16|BF16)$/.test(datatype)
		? `${datatype}, which JSON cannot carry`
		: `${datatype || 'none'}, which is unknown`;
	throw new Error(`input "${input}" of model ${model} has datatype ${words}: ${askForFile}`);
}
