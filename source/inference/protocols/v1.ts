import type {OutputTensor} from '../../analysis/answers/output.ts';
import {fieldAt} from '../../objects/object.ts';
import {errorWords} from './error-words.ts';
import {unread, type Protocol} from './protocol.ts';

/** KServe's protocol V1, TensorFlow Serving's. */
export const v1: Protocol = {
	name: 'V1',
	recognises: ({instances}) => Array.isArray(instances),
	path: model => `/v1/models/${encodeURIComponent(model)}:predict`,
	serves: path => /:predict(\?|$)/.test(path),
	read({json, body}) {
		const predictions = fieldAt(json, 'predictions');
		if (predictions === undefined) return unread(errorWords(json) ?? 'is no V1 answer: it has no "predictions"');
		return {outputs: [tensorOf('predictions', predictions, body)], model: ''};
	},
};

/**
 * Values without a datatype as a tensor: numbers as INT64, or as FP64 when one of the text's has a point; texts as BYTES; what is
 * neither, or not as regular as a tensor, as BYTES of JSON.
 */
function tensorOf(name: string, values: unknown, text: string): OutputTensor {
	const list = Array.isArray(values) ? values : [values];
	const shape = shapeOf(list);
	const flat: readonly unknown[] = shape ? list.flat(shape.length) : list;
	const regular = shape ?? [list.length];
	if (shape && flat.every(value => typeof value === 'number')) {
		// A model's 3.0 is a 3 to who reads JSON.
		const isWhole = flat.every(Number.isSafeInteger) && !/\d[.eE]/.test(text);
		return {name, datatype: isWhole ? 'INT64' : 'FP64', shape: regular, data: flat, isLoose: true};
	}

	if (shape && flat.every(value => typeof value === 'boolean')) return {name, datatype: 'BOOL', shape, data: flat};
	const data = flat.map(value => (typeof value === 'string' ? value : JSON.stringify(value)));
	return {name, datatype: 'BYTES', shape: regular, data};
}

/** As V2's tensors have at most. */
const mostDimensions = 16;

/** The shape of a list of lists that are all of one size; undefined when they are not. */
function shapeOf(list: readonly unknown[]): readonly number[] | undefined {
	const shape: number[] = [];
	let level: readonly unknown[] = list;
	let lists: readonly (readonly unknown[])[] = [list];
	while (lists.length > 0) {
		const [size = 0] = lists.map(each => each.length);
		if (shape.length >= mostDimensions || lists.some(each => each.length !== size)) return undefined;
		shape.push(size);
		level = lists.flat();
		lists = level.filter(each => Array.isArray(each));
		if (lists.length > 0 && lists.length < level.length) return undefined;
	}

	return shape;
}
