import {fieldAt} from '../objects/object.ts';
import {parsedOrUndefined, readInference} from './v2.ts';

/** Values of an output that are shown, and characters of each; the rest is cut. */
const shownValues = 8;
const shownLength = 40;

/** One output of a model, its values row by row. */
interface Output {
	readonly name: string;
	readonly data: readonly unknown[];
}

/** What a model answered, in whichever protocol. */
export interface ModelAnswer {
	/** Name and version of the model as it calls itself; empty where it does not. */
	readonly model: string;
	readonly outputs: readonly Output[];
}

/** Reads an inference answer of protocol V2, or of V1 with its `predictions`; undefined when it is neither. */
export function readAnswer(body: string): ModelAnswer | undefined {
	const inference = readInference(body);
	if (inference) {
		const {modelName, modelVersion, outputs} = inference;
		return {model: [modelName, modelVersion].filter(part => part !== undefined && part !== '').join('/'), outputs};
	}

	const predictions = fieldAt(parsedOrUndefined(body), 'predictions');
	return Array.isArray(predictions) ? {model: '', outputs: [{name: 'predictions', data: predictions}]} : undefined;
}

/** The values of an output, as far as they are shown: `[7,8,…]`. */
export function valueWords({data}: Output): string {
	const shown = data.slice(0, shownValues).map(value => {
		const text = JSON.stringify(value) ?? 'null';
		return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
	});
	return `[${shown.join(',')}${data.length > shownValues ? ',…' : ''}]`;
}

/** An answer's outputs by their names: `predict=[7]`. */
export function outputWords({outputs}: ModelAnswer): string {
	return outputs.map(output => `${output.name}=${valueWords(output)}`).join(' ');
}

/** The names of outputs that are not the same in two answers to one request, those of the first one first. */
export function differingOutputs(one: ModelAnswer, other: ModelAnswer): readonly string[] {
	const names = [...new Set([...one.outputs, ...other.outputs].map(({name}) => name))];
	const valuesIn = ({outputs}: ModelAnswer, name: string): string =>
		JSON.stringify(outputs.filter(output => output.name === name).map(({data}) => data));
	return names.filter(name => valuesIn(one, name) !== valuesIn(other, name));
}
