import type {OutputTensor} from '../../analysis/answers/output.ts';
import {fieldAt, isRecord, stringAt} from '../../objects/object.ts';
import {countElements, elementsIn, isNestedDeeply} from '../input/elements.ts';
import {shown} from '../input/shown.ts';
import {readBinary} from './binary-tensors.ts';
import {errorWords} from './error-words.ts';
import {unread, type Protocol, type Reading} from './protocol.ts';

/** The Open Inference Protocol V2 over HTTP, with its extension for binary tensors. */
export const v2: Protocol = {
	name: 'V2',
	recognises: ({inputs}) => Array.isArray(inputs) && inputs.length > 0,
	path: model => `/v2/models/${encodeURIComponent(model)}/infer`,
	// Routes of Iter8's charts make the model's path of the one that is asked, which is then `/`.
	serves: path => /^\/(\?|$)|\/infer(\?|$)/.test(path),
	read({json, binary}) {
		const tensors = fieldAt(json, 'outputs');
		if (!Array.isArray(tensors)) return unread(errorWords(json) ?? 'is no V2 answer: it has no list "outputs"');
		if (tensors.length === 0) return unread('is no V2 answer: its list "outputs" is empty');
		const filled = binary === undefined ? tensors : readBinary(tensors, binary);
		if (typeof filled === 'string') return unread(filled);
		const model = ['model_name', 'model_version'].map(field => stringAt(json, field) ?? '').filter(Boolean);
		return {...readOutputs(filled), model: model.join('/')};
	},
};

function readOutputs(tensors: readonly unknown[]): Pick<Reading, 'outputs' | 'failure'> {
	const faults = tensors.map((tensor, index) => faultOf(tensor, index));
	const failure = faults.find(fault => fault !== undefined);
	const outputs = tensors.filter((_, index) => faults[index] === undefined) as readonly OutputTensor[];
	return {
		outputs: outputs.map(({name, datatype, shape, data}) => ({name, datatype, shape, data})),
		...(failure !== undefined && {failure}),
	};
}

/** What keeps a value from being a tensor; undefined when nothing does. */
function faultOf(tensor: unknown, index: number): string | undefined {
	const name = stringAt(tensor, 'name');
	const which = name === undefined ? `output ${index + 1}` : `output ${shown(name)}`;
	if (!isRecord(tensor) || name === undefined) return `is no V2 answer: ${which} has no name`;
	const {datatype, shape, data} = tensor;
	if (typeof datatype !== 'string') return `is no V2 answer: ${which} has no datatype`;
	const elements = elementsIn(shape);
	if (elements === undefined) return `is no V2 answer: ${which} has no shape`;
	if (!Array.isArray(data)) return `is no V2 answer: ${which} has no data`;
	if (isNestedDeeply(data)) return `is no V2 answer: ${which} is nested too deeply`;
	const found = countElements(data);
	if (found === elements) return undefined;
	return `is no V2 answer: ${which} has ${found} elements, its shape ${shown(shape)} asks for ${elements}`;
}
