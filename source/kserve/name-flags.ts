import {fieldAt, listAt, stringAt} from '../objects/object.ts';

/**
 * The arguments by which the runtimes that KServe ships are told under which name to serve a model (`config/runtimes`, KServe
 * 0.20): `--model_name` of its own servers, TensorFlow Serving, OpenVINO and Hugging Face's, `--served-model-name` of vLLM, each
 * also with the other kind of dash.
 */
const pattern = /^--(model|served[-_]model)[-_]name(?:=(.*))?$/s;

/** An argument that names a model. */
interface NameArgument {
	/** As most write it. */
	readonly flag: '--model_name' | '--served-model-name';
	/** Undefined where none follows. */
	readonly name: string | undefined;
	/** Where it begins among the words, and how many it takes. */
	readonly index: number;
	readonly length: number;
}

/**
 * The arguments among words that name the model, in their order. A name is joined by `=` or the next word, unless that is a flag of
 * its own; vLLM takes all words up to the next flag for names, and answers by the first (Python, argparse, `nargs='+'`).
 */
export function nameArguments(words: readonly unknown[]): readonly NameArgument[] {
	return words.flatMap((word, index): readonly NameArgument[] => {
		const [match, family, joined] = (typeof word === 'string' && pattern.exec(word)) || [];
		if (match === undefined) return [];
		const flag = family === 'model' ? '--model_name' : '--served-model-name';
		if (joined !== undefined) return [{flag, name: joined, index, length: 1}];
		const values = valuesFrom(words, index + 1).slice(0, family === 'model' ? 1 : undefined);
		return [{flag, name: values[0], index, length: 1 + values.length}];
	});
}

/** The words from a place on up to the next flag. */
function valuesFrom(words: readonly unknown[], from: number): readonly string[] {
	const values: string[] = [];
	for (let word = words[from]; typeof word === 'string' && !word.startsWith('-'); word = words[from + values.length])
		values.push(word);
	return values;
}

/** What a container is started with: its command, and its arguments behind it. */
export function wordsOf(container: unknown): readonly unknown[] {
	return [...listAt(container, 'command'), ...listAt(container, 'args')];
}

/**
 * What a container's server is started with, as far as that can be read: the words of a shell's script in place of the script, and
 * variables of the container in place of their names. Where a value is not known, `$` stays.
 */
export function readWords(container: unknown): readonly string[] {
	const words = wordsOf(container).filter(word => typeof word === 'string');
	const values = valuesOf(container);
	if (!startsShell(words))
		return words.map(word => word.replaceAll(reference, (whole, name) => values.get(name) ?? whole));
	return words
		.slice(1)
		.flatMap(word => word.replaceAll(/\\?\n/g, ' ').split(/[\s;&|]+/))
		.map(word => word.replaceAll(/["']/g, ''))
		.map(word => word.replaceAll(shellReference, (whole, braced, bare) => values.get(braced ?? bare) ?? whole));
}

/** A variable as Kubernetes puts it into commands and arguments. */
const reference = /\$\((\w+)\)/g;
/** The same as a shell does. */
const shellReference = /\$(?:[({](\w+)[)}]|(\w+))/g;

/** The variables of a container that have a value of their own; one may be made of earlier ones. */
function valuesOf(container: unknown): ReadonlyMap<string, string> {
	const values = new Map<string, string>();
	for (const entry of listAt(container, 'env')) {
		const [name, value] = [stringAt(entry, 'name'), stringAt(entry, 'value')];
		if (name === undefined || value === undefined) continue;
		values.set(
			name,
			value.replaceAll(reference, (whole, earlier) => values.get(earlier) ?? whole),
		);
	}

	return values;
}

/** The names under which a container's command and arguments have it serve a model; without any vLLM takes the model's place. */
export function namesIn(container: unknown): readonly {readonly name: string; readonly isExplicit: boolean}[] {
	const words = readWords(container);
	const told = nameArguments(words).flatMap(({name}) => (name === undefined ? [] : [{name, isExplicit: true}]));
	const place = told.length === 0 && hasVllm(container) ? placeForVllm(words) : undefined;
	return place === undefined ? told : [{name: place, isExplicit: false}];
}

/**
 * What words that start vLLM have it load: what comes after `serve`, which its image may have already, or the argument `--model`.
 */
function placeForVllm(words: readonly string[]): string | undefined {
	const after = (word: string): string | undefined => {
		const next = words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
		return next?.startsWith('-') ? undefined : next;
	};
	const joined = words.find(word => word.startsWith('--model='));
	const first = words.some(word => vllmWord.test(word)) || words[0]?.startsWith('-') ? undefined : words[0];
	return after('serve') ?? joined?.slice('--model='.length) ?? after('--model') ?? first;
}

/** Whether a container starts vLLM: by its command, its module of Python, its image, or a flag that it alone has. */
export function startsVllm(container: unknown): boolean {
	const isTold = nameArguments(readWords(container)).some(({flag}) => flag === '--served-model-name');
	return isTold || hasVllm(container);
}

/**
 * Whether vLLM is among a container's words, not as the value of a flag (Hugging Face's server takes `--backend vllm`), or without
 * a command, also of a runtime, in the name of its image.
 */
function hasVllm(container: unknown): boolean {
	const words = readWords(container);
	const isNamed = words.some(
		(word, index) => vllmWord.test(word) && !(index > 0 && /^--[^=]+$/.test(words[index - 1] ?? '')),
	);
	const isBare = listAt(container, 'command').length === 0 && fieldAt(container, 'modelFormat') === undefined;
	return isNamed || (isBare && vllmImage.test(stringAt(container, 'image') ?? ''));
}

const vllmWord = /^(.*\/)?vllm$|^vllm\.entrypoints\./;
const vllmImage = /vllm[^/]*$/;

/** Whether words start a shell, and so are no arguments of the server that its script starts. */
export function startsShell([first]: readonly unknown[]): boolean {
	return typeof first === 'string' && /^(.*\/)?(ba|da|z|k|a)?sh$/.test(first);
}

/** Whether a variable of a container names the model: MLServer's, also as older runtimes of KServe call it. */
export function isNameVariable(entry: unknown): boolean {
	return /^(MLSERVER_)?MODEL_NAME$/.test(stringAt(entry, 'name') ?? '');
}
