import type {AppState} from '../../runner/app-state.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';

type Versions = Pick<AppState, 'versions'>;

/**
 * Which of these versions were not one and the same model from `before` to `after`, in a clause: another spec, another object
 * of the name, one that was still on its way to its newest spec, or none any more. Undefined where all were.
 */
export function changedWords(before: Versions, after: Versions, names: readonly string[]): string | undefined {
	const clauses = names.flatMap(name => {
		const change = changeOf(find(before, name), find(after, name));
		return change === undefined ? [] : [`${name} ${change} while it was compared`];
	});
	return clauses.length === 0 ? undefined : clauses.join(', ');
}

function find({versions}: Versions, name: string): AppState['versions'][number] | undefined {
	return versions.find(({reference}) => reference.name === name);
}

function changeOf(
	before: AppState['versions'][number] | undefined,
	after: AppState['versions'][number] | undefined,
): 'changed' | 'was deleted' | undefined {
	if (!before?.object) return undefined;
	if (!after?.object || after.object.metadata.deletionTimestamp !== undefined) return 'was deleted';
	const isSame =
		before.object.metadata.uid === after.object.metadata.uid && hashOf(before.object) === hashOf(after.object);
	// Then pods of two specs have answered.
	const hasArrived = !before.availability.isUpToDate && after.availability.isUpToDate;
	return isSame && !hasArrived ? undefined : 'changed';
}
