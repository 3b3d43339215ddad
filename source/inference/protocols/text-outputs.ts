import type {OutputTensor} from '../../analysis/answers/output.ts';

/** Texts that a model made, and the calls of tools that it asks for, as outputs: both are compared as BYTES, the calls as JSON. */
export function textOutputs(texts: readonly string[], calls: readonly unknown[] = []): readonly OutputTensor[] {
	const outputs: OutputTensor[] = [{name: 'text', datatype: 'BYTES', shape: [texts.length], data: texts}];
	if (calls.length > 0) {
		const data = calls.map(call => JSON.stringify(call ?? null));
		outputs.push({name: 'tool_calls', datatype: 'BYTES', shape: [data.length], data, isLoose: true});
	}

	return outputs;
}
