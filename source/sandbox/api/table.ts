import type {KubeObject} from '../../objects/object.ts';
import {age} from '../../print/age.ts';
import {valueAt} from './json-path.ts';
import type {Column, Kind} from './kind.ts';
import {partialMetadata} from './representation.ts';

/** What rows carry of their object (`includeObject` of a request). */
export type Included = 'None' | 'Metadata' | 'Object';

/** Objects as the table that `kubectl get` prints. */
export function tableOf(
	kind: Kind,
	objects: readonly KubeObject[],
	{now, included, hasColumns = true}: {readonly now: Date; readonly included: Included; readonly hasColumns?: boolean},
): Readonly<Record<string, unknown>> {
	return {
		kind: 'Table',
		apiVersion: 'meta.k8s.io/v1',
		columnDefinitions: hasColumns ? kind.columns.map(definitionOf) : null,
		rows: objects.map(object => ({
			cells: kind.columns.map(column => cellOf(column, object, now)),
			object: included === 'None' ? null : included === 'Object' ? object : partialMetadata(object),
		})),
	};
}

function definitionOf({name, type, format, isWide = false}: Column): Readonly<Record<string, unknown>> {
	return {name, type, format: format ?? '', description: '', priority: isWide ? 1 : 0};
}

function cellOf({type, value}: Column, object: KubeObject, now: Date): unknown {
	if (typeof value === 'function') return value(object, now) ?? '';
	const found = valueAt(object, value);
	if (found === undefined) return null;
	if (type === 'date') return age(typeof found === 'string' ? found : undefined, now);
	return type === 'string' && typeof found !== 'string' ? JSON.stringify(found) : found;
}
