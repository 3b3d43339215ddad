import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {KubeObject} from '../../source/objects/object.ts';
import {parseYamlDocuments} from '../../source/routemap/yaml.ts';

/** The objects in files of `test/fixtures/`, e.g. `apps/wisdom-0`. */
export function fixtures(...names: readonly string[]): readonly KubeObject[] {
	return names.flatMap(name => {
		const file = join(import.meta.dirname, '..', 'fixtures', `${name}.yaml`);
		return parseYamlDocuments(readFileSync(file, 'utf8')) as readonly KubeObject[];
	});
}
