import {isRecord, stringAt, type KubeObject} from '../../objects/object.ts';
import {apiVersionOf, inferenceServices} from '../../objects/resource.ts';
import {parseYaml} from '../../routemap/yaml.ts';

/** The InferenceService in a YAML text; its name may be missing. Throws an Error that names the source when there is none. */
export function parseInferenceService(content: string, source: string): KubeObject {
	let object: unknown;
	try {
		object = parseYaml(content);
	} catch (error) {
		throw new Error(`${source} is no valid YAML: ${error instanceof Error ? error.message : String(error)}`, {
			cause: error,
		});
	}

	if (!isRecord(object) || object['kind'] !== inferenceServices.kind) {
		throw new Error(`${source} holds no InferenceService`);
	}

	const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
	return {
		...object,
		apiVersion: stringAt(object, 'apiVersion') ?? apiVersionOf(inferenceServices),
		kind: inferenceServices.kind,
		metadata: metadata as unknown as KubeObject['metadata'],
	};
}
