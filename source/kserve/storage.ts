import {fieldAt, isRecord, listAt, stringAt} from '../objects/object.ts';
import {modelOf, refusal} from './predictor-model.ts';

type Mapping = Readonly<Record<string, unknown>>;

/**
 * A spec that loads its model from another place. KServe has three forms to say where, and takes one at a time:
 * `predictor.model.storageUri` (or under the framework's own key), the list `predictor.storageUris`, and `storage` with a key of
 * credentials and a path (`InferenceServiceSpec`, KServe 0.20). The form stays; what does not fit into it is refused with an Error.
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
	if (!model || model.key === 'containers') throw refusal(owner, 'loads no model by storageUri');
	const {key, container} = model;
	const {storage} = container;
	if (isRecord(storage)) {
		const path = stringAt(storage, 'path') ?? '';
		throw refusal(owner, `loads its model by storage.key and storage.path (${path}), beside which KServe takes no URI`);
	}

	return {...predictor, [key]: {...container, storageUri}};
}
