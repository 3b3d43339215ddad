import {createHash} from 'node:crypto';
import {fieldAt} from '../objects/object.ts';
import {isNestedDeeply} from './input/elements.ts';
import type {ReadAnswer} from './protocols/send-prepared.ts';
import {parsedOrUndefined, readInference} from './v2.ts';

/** Values of an output that are shown, and characters of each; the rest is cut. */
const shownValues = 8;
const shownLength = 40;

/** More outputs than any model has; keeps an answer from filling screens. */
const mostOutputs = 100;

/** One output of a model. */
interface Output {
	readonly name: string;
	/** Row by row. */
	readonly data: readonly unknown[];
	/** The values as far as they are shown: `[7,8,…]`. */
	readonly words: string;
	/** SHA-256 of all values: what is large is compared each time that it is drawn. */
	readonly digest: string;
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
		return answerWith([modelName, modelVersion].filter(part => part !== undefined && part !== '').join('/'), outputs);
	}

	const predictions = fieldAt(parsedOrUndefined(body), 'predictions');
	return Array.isArray(predictions) ? answerWith('', [{name: 'predictions', data: predictions}]) : undefined;
}

/** What an answer came to: as its protocol has read it, else as it can be told from its body. */
export function answerOf({reading, body}: Pick<ReadAnswer, 'reading' | 'body'>): ModelAnswer | undefined {
	if (!reading || reading.outputs.length === 0) return readAnswer(body);
	const {model, outputs} = reading;
	return answerWith(model, outputs);
}

/** Undefined for values of which nothing could be shown. */
function answerWith(model: string, outputs: readonly Pick<Output, 'name' | 'data'>[]): ModelAnswer | undefined {
	const shown = outputs.slice(0, mostOutputs);
	if (shown.some(({data}) => isNestedDeeply(data))) return undefined;
	return {model, outputs: shown.map(({name, data}) => outputOf(name, data))};
}

/** An answer's outputs by their names: `predict=[7]`. */
export function outputWords({outputs}: ModelAnswer): string {
	return outputs.map(({name, words}) => `${name}=${words}`).join(' ');
}

/** The names of outputs that are not the same in two answers to one request, those of the first one first. */
export function differingOutputs(one: ModelAnswer, other: ModelAnswer): readonly string[] {
	const [digests, others] = [one, other].map(({outputs}) => new Map(outputs.map(({name, digest}) => [name, digest])));
	const names = new Set([...(digests?.keys() ?? []), ...(others?.keys() ?? [])]);
	return [...names].filter(name => digests?.get(name) !== others?.get(name));
}

function outputOf(name: string, data: readonly unknown[]): Output {
	const shown = data.slice(0, shownValues).map(value => {
		const text = JSON.stringify(value) ?? 'null';
		return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
	});
	const words = `[${shown.join(',')}${data.length > shownValues ? ',…' : ''}]`;
	return {name, data, words, digest: createHash('sha256').update(JSON.stringify(data)).digest('hex')};
}
