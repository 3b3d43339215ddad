import {age} from '../../print/age.ts';
import type {Column} from '../../print/table.ts';
import type {Revision} from '../../rollout/revisions.ts';

/**
 * What is shown of the revisions of a primary.
 * @param modelOf What a spec serves, in a word.
 */
export function revisionColumns(
	modelOf: (spec: unknown) => string | undefined,
	now: Date,
): readonly Column<Revision>[] {
	return [
		{header: 'REVISION', cell: ({revision}) => String(revision)},
		{header: 'VERSION', cell: ({version}) => version},
		{header: 'BY', cell: ({change}) => change?.by},
		{header: 'ACTION', cell: ({change}) => change?.action},
		{header: 'AGE', cell: ({change}) => change && age(change.at, now)},
		{header: 'MODEL', cell: ({spec}) => modelOf(spec)},
	];
}
