import type {KubeObject} from '../objects/object.ts';
import {escapeJson, escapeLine} from './escape.ts';

/** The formats of `-o` that print whole objects. */
export type ObjectFormat = 'json' | 'yaml' | 'name';

/**
 * Objects in a format of `-o`: `name` one `kind.group/name` a line, `yaml` one document each, `json` the object, or a v1 List of
 * several. `kubectl apply -f -` takes both.
 */
export async function formatObjects(format: ObjectFormat, objects: readonly KubeObject[]): Promise<string> {
	if (format === 'name') return objects.map(object => `${objectName(object)}\n`).join('');
	if (format === 'yaml') {
		const {formatYaml} = await import('./yaml.ts');
		return formatYaml(...objects);
	}

	const [first, ...others] = objects;
	const isOne = first !== undefined && others.length === 0;
	return formatJson(isOne ? first : {apiVersion: 'v1', items: objects, kind: 'List', metadata: {resourceVersion: ''}});
}

/** A value as JSON, indented as kubectl does. What could drive a terminal is escaped, which JSON can everywhere it can stand. */
export function formatJson(value: unknown): string {
	return `${escapeJson(JSON.stringify(value, undefined, 4))}\n`;
}

/** kubectl's line about what happened to an object: `service/wisdom created (dry run)`. */
export function formatChange(object: KubeObject, verbed: string, dryRun: 'none' | 'client' | 'server'): string {
	const note = {none: '', client: ' (dry run)', server: ' (server dry run)'}[dryRun];
	return `${objectName(object)} ${verbed}${note}\n`;
}

function objectName({apiVersion, kind, metadata}: KubeObject): string {
	const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
	return escapeLine(`${kind.toLowerCase()}${group}/${metadata.name}`);
}
