import type {JsonPatchOperation} from '../../objects/cluster.ts';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import {parseYaml, YamlError} from '../../routemap/yaml.ts';
import {parseJson} from './body.ts';
import {goTypeOf} from './go-json-error.ts';
import {patchedBy} from './json-patch.ts';
import {groupVersion} from './kind.ts';
import {mergePatched} from './merge-patch.ts';
import {badRequest, StatusError, unknownFormat} from './status-error.ts';
import {strategicMerged} from './strategic-merge.ts';
import type {Target} from './target.ts';
import {yamlWords} from './yaml-words.ts';

/** A patch that has been read: a configuration to apply, or a change of the live object. */
type Patch =
	| {readonly type: 'apply'; readonly config: Fields}
	| {readonly type: 'change'; readonly patched: (live: KubeObject) => Fields};

type Fields = Readonly<Record<string, unknown>>;

const types = {
	json: 'application/json-patch+json',
	merge: 'application/merge-patch+json',
	strategic: 'application/strategic-merge-patch+json',
	apply: 'application/apply-patch+yaml',
};

/** The patch in a body. Throws BadRequest or UnsupportedMediaType as the API server does. */
export function patchOf(body: Buffer, mediaType: string, target: Target): Patch {
	const text = body.toString('utf8');
	switch (mediaType) {
		case types.json: {
			const operations = parseJson(text, decoding);
			if (!Array.isArray(operations)) throw misfit(operations, '[]handlers.jsonPatchOp');
			return {type: 'change', patched: live => patchedBy(shown(live, target), operations as JsonPatchOperation[])};
		}

		case types.merge: {
			const patch = fieldsIn(text, decoding);
			return {type: 'change', patched: live => mergePatched(shown(live, target), patch) as Fields};
		}

		case types.strategic: {
			if (target.kind.isCustom) throw unknownFormat([types.json, types.merge, types.apply]);
			const patch = fieldsIn(text, '');
			return {
				type: 'change',
				patched: live => strategicMerged(shown(live, target), patch, target.kind.shape) as Fields,
			};
		}

		case types.apply:
			return {type: 'apply', config: configOf(text, target)};
		default:
			throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
	}
}

const decoding = 'error decoding patch: ';

function fieldsIn(text: string, context: string): Fields {
	const patch = parseJson(text, context);
	if (isRecord(patch)) return patch;
	throw misfit(patch, 'map[string]interface {}');
}

function misfit(value: unknown, type: string): Error {
	return badRequest(`${decoding}json: cannot unmarshal ${goTypeOf(value)} into Go value of type ${type}`);
}

/** The live object as its reader sees it. */
function shown(live: KubeObject, {kind, version}: Target): KubeObject {
	return {...live, apiVersion: groupVersion(kind.group, version)};
}

function configOf(text: string, {kind, version}: Target): Fields {
	const config = yamlOf(text);
	if (!isRecord(config)) {
		throw badRequest(
			`error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${goTypeOf(config)} into Go value of type map[string]interface {}`,
		);
	}

	const {apiVersion = '', kind: name = ''} = config;
	const wanted = groupVersion(kind.group, version);
	if (apiVersion !== wanted || name !== kind.kind) {
		const [ownVersion = '', group = ''] = String(apiVersion).split('/').toReversed();
		throw badRequest(`invalid object type: ${group}/${ownVersion}, Kind=${String(name)}`);
	}

	const metadata = isRecord(config['metadata']) ? config['metadata'] : {};
	if (metadata['managedFields']) throw badRequest('metadata.managedFields must be nil');
	return config;
}

function yamlOf(text: string): unknown {
	try {
		return parseYaml(text);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw badRequest(`error decoding YAML: error converting YAML to JSON: ${yamlWords(text, error)}`);
	}
}
