import {listAt, stringAt} from '../objects/object.ts';

/**
 * The arguments by which the runtimes that KServe ships are told under which name to serve a model (`config/runtimes`, KServe
 * 0.20): `--model_name` of its own servers, TensorFlow Serving, OpenVINO and Hugging Face's, `--served-model-name` of vLLM, each
 * also with the other kind of dash.
 */
const pattern = /^--(model|served[-_]model)[-_]name(?:=(.*))?$/s;

/** An argument that names a model. */
export interface NameArgument {
	/** As most write it. */
	readonly flag: '--model_name' | '--served-model-name';
	/** Undefined where none follows. */
	readonly name: string | undefined;
	/** Where it begins among the arguments, and how many it takes. */
	readonly index: number;
	readonly length: 1 | 2;
}

/** The arguments that name the model, in their order: `--model_name=NAME` or two of them. Of several names of vLLM the first counts. */
export function nameArguments(args: readonly unknown[]): readonly NameArgument[] {
	return args.flatMap((arg, index): readonly NameArgument[] => {
		const [match, family, joined] = (typeof arg === 'string' && pattern.exec(arg)) || [];
		if (match === undefined) return [];
		const flag = family === 'model' ? '--model_name' : '--served-model-name';
		if (joined !== undefined) return [{flag, name: joined, index, length: 1}];
		const next = args[index + 1];
		return typeof next === 'string'
			? [{flag, name: next, index, length: 2}]
			: [{flag, name: undefined, index, length: 1}];
	});
}

/** The names in a container's command and arguments. */
export function namesIn(container: unknown): readonly string[] {
	const words = [...listAt(container, 'command'), ...listAt(container, 'args')];
	return nameArguments(words).flatMap(({name}) => name ?? []);
}

/** Whether a variable of a container names the model: MLServer's, also as older runtimes of KServe call it. */
export function isNameVariable(entry: unknown): boolean {
	return /^(MLSERVER_)?MODEL_NAME$/.test(stringAt(entry, 'name') ?? '');
}
