import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {isNameVariable, nameArguments, namesIn} from './name-flags.ts';

/** The name under which a model is served. */
interface ServedName {
	readonly name: string;
	/** Whether the InferenceService says it; else the runtime is taken to use the InferenceService's own. */
	readonly isExplicit: boolean;
}

/** The name of an InferenceService's model, by the arguments and variables that KServe's runtimes know. */
export function servedName(object: KubeObject): ServedName {
	const predictor = fieldAt(object, 'spec', 'predictor');
	const containers = [fieldAt(predictor, 'model'), ...listAt(predictor, 'containers')];
	const names = containers.flatMap(container => [...namesIn(container), ...variable(listAt(container, 'env'))]);
	const [name] = names.filter(found => !found.includes('{{') && !found.includes('$('));
	return name === undefined ? {name: object.metadata.name, isExplicit: false} : {name, isExplicit: true};
}

function variable(env: readonly unknown[]): readonly string[] {
	const value = stringAt(env.find(isNameVariable), 'value') ?? '';
	return value === '' ? [] : [value];
}

/** Which protocol of a model names it in the body of its requests; undefined for none that is known. */
export function bodyProtocol(object: KubeObject): 'OpenAI' | 'gRPC' | undefined {
	const predictor = fieldAt(object, 'spec', 'predictor');
	const model = fieldAt(predictor, 'model');
	if (/^(huggingface|vllm)$/i.test(modelFormatOf(object) ?? '') || isVllm(object)) return 'OpenAI';
	const ports = [model, ...listAt(predictor, 'containers')].flatMap(container => listAt(container, 'ports'));
	const isGrpc =
		/grpc/i.test(stringAt(model, 'protocolVersion') ?? '') ||
		ports.some(port => /^(h2c|grpc)/.test(stringAt(port, 'name') ?? ''));
	return isGrpc ? 'gRPC' : undefined;
}

/** vLLM is also run as a container of one's own, or under a runtime that has another's format. */
function isVllm(object: KubeObject): boolean {
	const predictor = fieldAt(object, 'spec', 'predictor');
	const words = [fieldAt(predictor, 'model'), ...listAt(predictor, 'containers')].flatMap(container => [
		...listAt(container, 'command'),
		...listAt(container, 'args'),
	]);
	return nameArguments(words).some(({flag}) => flag === '--served-model-name');
}

/** The format of a model: `predictor.model.modelFormat.name`, or the framework that older InferenceServices name instead. */
export function modelFormatOf(object: KubeObject): string | undefined {
	const predictor = fieldAt(object, 'spec', 'predictor');
	const format = stringAt(predictor, 'model', 'modelFormat', 'name');
	if (format !== undefined || !isRecord(predictor)) return format;
	return Object.entries(predictor).find(([, value]) => stringAt(value, 'storageUri') !== undefined)?.[0];
}
