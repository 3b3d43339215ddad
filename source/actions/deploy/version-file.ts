import {isRecord, stringAt, type KubeObject} from '../../objects/object.ts';
import {apiVersionOf} from '../../objects/resource.ts';
import {parseYaml} from '../../routemap/yaml.ts';
import {versionKinds} from '../../versions/kinds.ts';

/**
 * The main object of a version in a YAML text; its name may be missing. Throws an Error that names the source when there is none of
 * a kind that can be deployed.
 */
export function parseVersionObject(content: string, source: string): KubeObject {
	let object: unknown;
	try {
		object = parseYaml(content);
	} catch (error) {
		throw new Error(`${source} is no valid YAML: ${error instanceof Error ? error.message : String(error)}`, {
			cause: error,
		});
	}

	const kind = versionKinds.find(({resource}) => isRecord(object) && object['kind'] === resource.kind);
	if (!isRecord(object) || !kind) throw new Error(`${source} holds no InferenceService and no Deployment`);
	const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
	return {
		...object,
		apiVersion: stringAt(object, 'apiVersion') ?? apiVersionOf(kind.resource),
		kind: kind.resource.kind,
		metadata: metadata as unknown as KubeObject['metadata'],
	};
}
