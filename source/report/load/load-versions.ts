import type {LoadResult, VersionResult} from '../../load/result.ts';

/** A version as the plots show it. */
export interface ShownVersion {
	readonly name: string;
	/** Its mark and colour. */
	readonly mark: Mark;
	readonly result: VersionResult;
}

export const marks = ['primary', 'candidate', 'third', 'fourth'] as const;
export type Mark = (typeof marks)[number];

/** The versions that answered most, each with its mark; more would not be told apart. */
export function shownVersions({versions, split}: LoadResult): readonly ShownVersion[] {
	const weightOf = ({version}: VersionResult): number =>
		split?.versions.find(each => each.version === version)?.weight ?? 0;
	return versions
		.toSorted((one, other) => weightOf(other) - weightOf(one) || other.requests - one.requests)
		.slice(0, marks.length)
		.map((result, index) => ({name: versionName(result.version), mark: marks[index] ?? 'fourth', result}));
}

export function versionName(version: string | null | undefined): string {
	return version ?? 'no version';
}
