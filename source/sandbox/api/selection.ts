import type {ListOptions, WatchEvent} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {fieldMatcher} from './field-selector.ts';
import type {Change} from './history.ts';
import type {Kind} from './kind.ts';
import {labelMatcher} from './label-selector.ts';

/** Whether an object is in a namespace, all when undefined, and meets the selectors. Throws BadRequest for unreadable ones. */
export function selector(
	kind: Kind,
	namespace: string | undefined,
	{labelSelector = '', fieldSelector = ''}: ListOptions,
): (object: KubeObject) => boolean {
	const meetsLabels = labelMatcher(labelSelector);
	const meetsFields = fieldMatcher(kind, fieldSelector);
	return object =>
		(namespace === undefined || object.metadata.namespace === namespace) &&
		meetsLabels(object.metadata.labels ?? {}) &&
		meetsFields(object);
}

/** What a watch tells of a change: an object that begins to be selected appears, and one that no longer is, is gone. */
export function watchEventOf(
	{before, after, version}: Change,
	isWanted: (object: KubeObject) => boolean,
): WatchEvent | undefined {
	const was = before !== undefined && isWanted(before);
	if (after && isWanted(after)) return {type: was ? 'MODIFIED' : 'ADDED', object: after};
	if (!was) return undefined;
	return {type: 'DELETED', object: {...before, metadata: {...before.metadata, resourceVersion: String(version)}}};
}
