import {fieldAt, isRecord, listAt, stringAt} from '../objects/object.ts';
import {wordsOf} from './name-flags.ts';
import {modelOf, refusal} from './predictor-model.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Why a text is no place of a model, as that of a shell's variable that is not set; undefined when it may be one. */
export function storageUriFault(storageUri: string): string | undefined {
	return storageUri.trim() === ''
		? 'the storage URI is empty: say where the model is, such as gs://BUCKET/PATH'
		: undefined;
}

/**
 * A spec that loads its model from another place. KServe has three forms to say where, and takes one at a time:
 * `predictor.model.storageUri` (or under the framework's own key; of a container that serves a model the variable `STORAGE_URI`),
 * the list `predictor.storageUris`, and `storage` with a key of credentials and a path (`InferenceServiceSpec`, KServe 0.20). The form
 * stays; what does not fit into it is refused with an Error.
 */
export function withStorageUri(owner: string, spec: unknown, storageUri: string): unknown {
	const predictor = fieldAt(spec, 'predictor');
	if (!isRecord(spec) || !isRecord(predictor))
		throw new Error(`${owner} has no spec.predictor to put a storageUri into`);
	return {...spec, predictor: relocated(owner, predictor, storageUri)};
}

function relocated(owner: string, predictor: Mapping, storageUri: string): Mapping {
	const places = listAt(predictor, 'storageUris');
	if (places.length > 0) {
		const [place, ...others] = places;
		if (others.length > 0 || !isRecord(place)) throw refusal(owner, `loads from ${places.length} places (storageUris)`);
		return {...predictor, storageUris: [{...place, uri: storageUri}]};
	}

	const model = modelOf(predictor);
	if (!model) throw refusal(owner, 'loads no model by storageUri');
	const {key, container} = model;
	const {storage} = container;
	if (isRecord(storage)) {
		const path = stringAt(storage, 'path') ?? '';
		throw refusal(owner, `loads its model by storage.key and storage.path (${path}), beside which KServe takes no URI`);
	}

	const told = modelArgument(wordsOf(container));
	if (told !== undefined)
		throw refusal(owner, `is told its model by ${told}, beside which its server heeds no storageUri`);
	if (key !== 'containers') return {...predictor, [key]: {...container, storageUri}};
	const env = listAt(container, 'env');
	if (!env.some(isPlace)) throw refusal(owner, 'loads no model by storageUri');
	const moved = {
		...container,
		env: env.map(entry => (isPlace(entry) ? {name: placeVariable, value: storageUri} : entry)),
	};
	return {...predictor, containers: listAt(predictor, 'containers').map(each => (each === container ? moved : each))};
}

/** KServe, `CustomSpecStorageUriEnvVarKey`. */
const placeVariable = 'STORAGE_URI';

function isPlace(entry: unknown): boolean {
	return stringAt(entry, 'name') === placeVariable;
}

/** Where a predictor loads its model from, where it says so in one place. */
export function storageUriIn(predictor: unknown): string | undefined {
	const container = modelOf(predictor)?.container;
	return stringAt(container, 'storageUri') ?? stringAt(listAt(container, 'env').find(isPlace), 'value');
}

/**
 * Where a spec's model lies, in whichever form it says so: a URI (the first of several), a path below a key of credentials, a model
 * that its server fetches itself, or the image that has it in it; undefined where it says none.
 */
export function modelPlace(spec: unknown): string | undefined {
	const predictor = fieldAt(spec, 'predictor');
	const container = modelOf(predictor)?.container;
	const places = listAt(predictor, 'storageUris');
	const keyed = [stringAt(container, 'storage', 'key'), stringAt(container, 'storage', 'path')].filter(
		text => text !== undefined,
	);
	return (
		storageUriIn(predictor) ??
		stringAt(places[0], 'uri') ??
		(keyed.length > 0 ? keyed.join(':') : undefined) ??
		(container && modelArgument(wordsOf(container))) ??
		stringAt(container, 'image')
	);
}

/**
 * The argument that names a model of elsewhere, which Hugging Face's server (`--model_id`) and vLLM (`--model`) load instead of the
 * one that KServe has mounted (huggingfaceserver, `get_model_id_or_path`).
 */
function modelArgument(words: readonly unknown[]): string | undefined {
	const found = words.flatMap((word, index) => {
		const [, flag, joined] = (typeof word === 'string' && /^(--model(?:[-_]id)?)(?:=(.*))?$/s.exec(word)) || [];
		const value = joined ?? words[index + 1];
		return flag === undefined || typeof value !== 'string' || value.startsWith('/') ? [] : [`${flag}=${value}`];
	});
	return found[0];
}
