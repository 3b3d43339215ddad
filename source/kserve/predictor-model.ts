import {fieldAt, isRecord, listAt, stringAt} from '../objects/object.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** The part of a predictor that serves its model, and the key of the predictor under which it stands. */
export interface PredictorModel {
	/** `model`, a framework's name, or `containers`, of which it is one. */
	readonly key: string;
	readonly container: Mapping;
}

/**
 * What of a predictor (InferenceService, `spec.predictor`) serves the model: `model`, else the older form under the framework's own
 * key, else one of the containers; undefined where nothing does. Containers beside a model are others of its pod, such as a
 * transformer. The order of keys says nothing: the API server puts them in that of the alphabet.
 */
export function modelOf(predictor: unknown): PredictorModel | undefined {
	if (!isRecord(predictor)) return undefined;
	const isFramework = (key: string): boolean =>
		frameworks.has(key) ? isRecord(predictor[key]) : fieldAt(predictor, key, 'storageUri') !== undefined;
	const key = isRecord(predictor['model']) ? 'model' : Object.keys(predictor).find(isFramework);
	const part = key === undefined ? undefined : predictor[key];
	if (key !== undefined && isRecord(part)) return {key, container: part};
	const container = servingContainer(listAt(predictor, 'containers').filter(each => isRecord(each)));
	return container && {key: 'containers', container};
}

/** The frameworks' own keys (KServe, PredictorSpec): a model under one may be told of by arguments or `storage` alone. */
const frameworks: ReadonlySet<string> = new Set(
	'sklearn xgboost tensorflow pytorch triton onnx huggingface pmml lightgbm paddle'.split(' '),
);

/** KServe, `InferenceServiceContainerName`; without one of that name the first container is given it. */
function servingContainer(containers: readonly Mapping[]): Mapping | undefined {
	return containers.find(each => stringAt(each, 'name') === 'kserve-container') ?? containers[0];
}

/** The format of a model, where it says one: `modelFormat.name`, or the framework under whose key it stands. */
export function formatOf({key, container}: PredictorModel): string | undefined {
	const isFramework = key !== 'model' && key !== 'containers';
	return stringAt(container, 'modelFormat', 'name') ?? (isFramework ? key : undefined);
}

/** Why a predictor is not changed as asked, and what to do instead; `why` is a predicate of its owner. */
export function refusal(owner: string, why: string): Error {
	return new Error(`${owner} ${why}: give the whole InferenceService with -f`);
}
