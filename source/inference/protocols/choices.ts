import type {OutputTensor} from '../../analysis/answers/output.ts';
import {callJson, type CallPart} from './tool-calls.ts';

/** What came of one of the choices that a model makes at the same time (OpenAI's `n`). */
export interface ChoicePart {
	readonly choice: number;
	readonly text: string;
	readonly calls: readonly CallPart[];
}

/** Joins what came of each choice, in one piece or in many. */
export class Choices {
	readonly #texts: string[][] = [];
	/** By choice, then by the call's place. */
	readonly #calls: CallPart[][][] = [];

	add(parts: readonly ChoicePart[]): void {
		for (const {choice, text, calls} of parts) {
			(this.#texts[choice] ??= []).push(text);
			const known = (this.#calls[choice] ??= []);
			for (const call of calls) (known[call.place] ??= []).push(call);
		}
	}

	/** Texts, and calls of tools where there are some, as outputs: both are compared as BYTES, the calls as JSON. */
	outputs(): readonly OutputTensor[] {
		// Without a text of a choice in between, as where a server leaves one out, the others keep their places.
		const texts = Array.from(this.#texts, pieces => pieces?.join('') ?? '');
		const calls = this.#calls.flatMap(known => Object.values(known).map(pieces => joined(pieces)));
		const text = {name: 'text', datatype: 'BYTES', shape: [texts.length], data: texts};
		const data = calls.filter(({name, argumentText}) => name !== '' || argumentText !== '').map(call => callJson(call));
		if (data.length === 0) return [text];
		return [text, {name: 'tool_calls', datatype: 'BYTES', shape: [data.length], data, isLoose: true}];
	}
}

function joined(pieces: readonly CallPart[]): Omit<CallPart, 'place'> {
	return {
		name: pieces.map(({name}) => name).join(''),
		argumentText: pieces.map(({argumentText}) => argumentText).join(''),
	};
}
