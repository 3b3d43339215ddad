import {fieldAt, isRecord, listAt, stringAt} from '../objects/object.ts';
import {isNameVariable, nameArguments, type NameArgument} from './name-flags.ts';

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
 * argument `--model_name`, vLLM from `--served-model-name`. Where it stands already it is replaced. Throws an Error when the spec has no model.
 */
export function withModelName(owner: string, spec: unknown, name: string): unknown {
	const predictor = fieldAt(spec, 'predictor');
	const key = isRecord(predictor) ? modelKey(predictor) : undefined;
	if (!isRecord(spec) || !isRecord(predictor) || key === undefined) {
		throw new Error(
			`${owner} has no model in spec.predictor that could be given a name: give the whole InferenceService with -f`,
		);
	}

	if (key === 'containers') {
		const [first, ...others] = listAt(predictor, key);
		return {...spec, predictor: {...predictor, [key]: [isRecord(first) ? named(first, name) : first, ...others]}};
	}

	const model = predictor[key];
	return {...spec, predictor: {...predictor, [key]: isRecord(model) ? named(model, name) : model}};
}

/** `model`, the older form with the framework's own key, or containers. */
function modelKey(predictor: Mapping): string | undefined {
	return Object.keys(predictor).find(
		key =>
			key === 'model' ||
			fieldAt(predictor, key, 'storageUri') !== undefined ||
			(key === 'containers' && isRecord(listAt(predictor, key)[0])),
	);
}

/** What names the model already is replaced; where nothing does, the runtime decides between variable and argument. */
function named(container: Mapping, name: string): Mapping {
	const env = listAt(container, 'env');
	const args = listAt(container, 'args');
	const found = nameArguments(args);
	const hasVariable = env.some(isNameVariable);
	const variables = hasVariable
		? env.map(entry => (isNameVariable(entry) ? {name: stringAt(entry, 'name'), value: name} : entry))
		: [...env, {name: 'MLSERVER_MODEL_NAME', value: name}];
	const isByVariable = hasVariable || (found.length === 0 && isMlserver(container));
	const flag = found[0]?.flag ?? (isVllm(container) ? '--served-model-name' : '--model_name');
	return {
		...container,
		...(isByVariable ? {env: variables} : {}),
		...(found.length > 0 || !isByVariable ? {args: [...withoutAny(args, found), `${flag}=${name}`]} : {}),
	};
}

function withoutAny(args: readonly unknown[], found: readonly NameArgument[]): readonly unknown[] {
	return args.filter((_, index) => !found.some(each => index >= each.index && index < each.index + each.length));
}

/** Whether the runtime that is named, or the format where none is, is vLLM's. Hugging Face's server runs vLLM, too, but has its own flags. */
function isVllm(container: Mapping): boolean {
	const runtime = stringAt(container, 'runtime');
	return runtime === undefined ? stringAt(container, 'modelFormat', 'name') === 'vllm' : runtime.includes('vllm');
}

function isMlserver(container: Mapping): boolean {
	const runtime = stringAt(container, 'runtime');
	if (runtime !== undefined) return runtime.includes('mlserver');
	const format = stringAt(container, 'modelFormat', 'name') ?? '';
	return stringAt(container, 'protocolVersion') === 'v2' && mlserverFormats.test(format);
}
