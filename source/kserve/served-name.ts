import {fieldAt, listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {isNameVariable, namesIn, startsVllm} from './name-flags.ts';
import {formatOf, modelOf, type PredictorModel} from './predictor-model.ts';

/** The name under which a model is served. */
interface ServedName {
	readonly name: string;
	/** Whether the InferenceService says it; else the runtime is taken to use the InferenceService's own, or the model's place. */
	readonly isExplicit: boolean;
}

/** The name of an InferenceService's model, by the arguments and variables that KServe's runtimes know; first its transformer's, which is asked first. */
export function servedName(object: KubeObject): ServedName {
	const containers = [...listAt(object, 'spec', 'transformer', 'containers'), ...containersOf(object)];
	const names = containers.flatMap(each => {
		const found = namesIn(each);
		const told = found.filter(({isExplicit}) => isExplicit);
		return [...told, ...variable(listAt(each, 'env')), ...found.filter(({isExplicit}) => !isExplicit)];
	});
	const known = names.find(({name}) => !name.includes('{{') && !name.includes('$'));
	return known ?? {name: object.metadata.name, isExplicit: false};
}

function variable(env: readonly unknown[]): readonly ServedName[] {
	const name = stringAt(env.find(isNameVariable), 'value') ?? '';
	return name === '' ? [] : [{name, isExplicit: true}];
}

/** Which protocol of a model names it in the body of its requests; undefined for none that is known. */
export function bodyProtocol(object: KubeObject): 'OpenAI' | 'gRPC' | undefined {
	const containers = containersOf(object);
	const isVllm = containers.some(each => startsVllm(each));
	if (/^(huggingface|vllm)$/i.test(modelFormatOf(object) ?? '') || isVllm) return 'OpenAI';
	const ports = containers.flatMap(each => listAt(each, 'ports'));
	const isGrpc =
		/grpc/i.test(stringAt(modelIn(object)?.container, 'protocolVersion') ?? '') ||
		ports.some(port => /^(h2c|grpc)/.test(stringAt(port, 'name') ?? ''));
	return isGrpc ? 'gRPC' : undefined;
}

/** The format of a model, or the framework that older InferenceServices name instead. */
export function modelFormatOf(object: KubeObject): string | undefined {
	const model = modelIn(object);
	return model && formatOf(model);
}

/** The containers of a predictor, first the one that serves the model. */
function containersOf(object: KubeObject): readonly unknown[] {
	const model = modelIn(object);
	return [...(model ? [model.container] : []), ...listAt(object, 'spec', 'predictor', 'containers')];
}

function modelIn(object: KubeObject): PredictorModel | undefined {
	return modelOf(fieldAt(object, 'spec', 'predictor'));
}
