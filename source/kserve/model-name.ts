import {fieldAt, isRecord, listAt, stringAt} from '../objects/object.ts';
import {isNameVariable, nameArguments, startsShell, startsVllm, wordsOf} from './name-flags.ts';
import {formatOf, modelOf, refusal, type PredictorModel} from './predictor-model.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Model formats that KServe gives to MLServer when they speak V2 and no runtime is named. */
const mlserverFormats = /^(sklearn|xgboost|lightgbm|mlflow)$/;

/** Why a name cannot be a model's, since it stands in paths; undefined when it can. */
export function modelNameFault(name: string): string | undefined {
	return /^[A-Za-z0-9][-.\w~]*$/.test(name)
		? undefined
		: `the model name ${JSON.stringify(name)} does not fit into a path: it takes letters, digits, "-", "_", "." and "~", the first a letter or digit`;
}

/**
 * A spec whose model is served under a name: MLServer takes it from the variable `MLSERVER_MODEL_NAME`, other runtimes from the
 * argument `--model_name`, vLLM from `--served-model-name`. Where it stands already it is replaced, also in the other containers of
 * the predictor: a transformer there asks by it. So does a transformer of its own. Throws an Error when there is no model, or no way
 * to give it a name.
 */
export function withModelName(owner: string, spec: unknown, name: string): unknown {
	const predictor = fieldAt(spec, 'predictor');
	const model = modelOf(predictor);
	if (!isRecord(spec) || !isRecord(predictor) || !model)
		throw refusal(owner, 'has no model in spec.predictor that could be given a name');
	const {key, container} = model;
	const own = named(owner, model, name);
	const containers = listAt(predictor, 'containers').map(each => {
		if (each === container) return own;
		return isRecord(each) ? renamed(owner, each, name) : each;
	});
	return {
		...spec,
		predictor: {
			...predictor,
			...(containers.length > 0 && {containers}),
			...(key !== 'containers' && {[key]: own}),
		},
		...renamedTransformer(owner, spec['transformer'], name),
	};
}

/**
 * A transformer is asked, and asks its predictor, by the name that it is told: by its InferenceService's where nobody tells it
 * another one (KServe, `CustomTransformer.GetContainer`). What a shell starts has its name from nowhere.
 */
function renamedTransformer(owner: string, transformer: unknown, name: string): {readonly transformer?: unknown} {
	const [container, ...others] = listAt(transformer, 'containers');
	if (!isRecord(transformer) || !isRecord(container) || startsShell(wordsOf(container))) return {};
	const isNamed = nameArguments(wordsOf(container)).length > 0;
	const own = isNamed ? renamed(owner, container, name) : withArgument(owner, container, `--model_name=${name}`);
	return {transformer: {...transformer, containers: [own, ...others]}};
}

/** Where nothing names the model yet, the runtime decides between variable and argument. */
function named(owner: string, model: PredictorModel, name: string): Mapping {
	const {container} = model;
	const env = listAt(container, 'env');
	if (nameArguments(wordsOf(container)).length > 0 || env.some(isNameVariable)) return renamed(owner, container, name);
	if (isMlserver(model)) return {...container, env: [...env, {name: 'MLSERVER_MODEL_NAME', value: name}]};
	return withArgument(owner, container, `${isVllm(model) ? '--served-model-name' : '--model_name'}=${name}`);
}

/** What names the model already is replaced. */
function renamed(owner: string, container: Mapping, name: string): Mapping {
	const env = listAt(container, 'env').map(entry =>
		isNameVariable(entry) ? {name: stringAt(entry, 'name'), value: name} : entry,
	);
	const changed = env.length > 0 ? {...container, env} : container;
	const [argument] = nameArguments(wordsOf(container));
	return argument ? withArgument(owner, changed, `${argument.flag}=${name}`) : changed;
}

/** An argument in place of all that name the model, behind the command and what else it is given. */
function withArgument(owner: string, container: Mapping, argument: string): Mapping {
	const words = wordsOf(container);
	if (startsShell(words)) {
		const shell = words.slice(0, 2).filter(word => typeof word === 'string');
		throw refusal(owner, `starts its model by a shell (${shell.join(' ')}), in whose words no name can be put`);
	}

	const found = nameArguments(words);
	const command = listAt(container, 'command');
	const isKept = (place: number): boolean => !found.some(({index, length}) => place >= index && place < index + length);
	const args = listAt(container, 'args').filter((_, index) => isKept(command.length + index));
	return {
		...container,
		...(command.length > 0 && {command: command.filter((_, index) => isKept(index))}),
		args: [...args, argument],
	};
}

/**
 * Whether vLLM serves the model: by how it is started, else by the runtime that is named, or the format where none is. Hugging Face's
 * server runs vLLM, too, but has its own flags.
 */
function isVllm(model: PredictorModel): boolean {
	const runtime = stringAt(model.container, 'runtime');
	if (startsVllm(model.container)) return true;
	return /vllm/i.test(runtime ?? formatOf(model) ?? '');
}

function isMlserver(model: PredictorModel): boolean {
	const runtime = stringAt(model.container, 'runtime');
	if (runtime !== undefined) return runtime.includes('mlserver');
	return stringAt(model.container, 'protocolVersion') === 'v2' && mlserverFormats.test(formatOf(model) ?? '');
}
