import {nearest} from '../objects/nearest.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {Routemap} from './routemap.ts';

/** What is wrong with a short name that stands for no resource type, and what to do. */
export function unknownType(gvrShort: string, types: ResourceTypes): string {
	const names = [...types.keys()];
	const near = nearest(gvrShort, names);
	return `resource type ${gvrShort} is not configured; ${near === undefined ? `there are: ${names.join(', ')}` : `did you mean ${near}?`}`;
}

/** The versions of a routemap that can never be available, since a resource of theirs is of no known type; a sentence each. */
export function unknownTypes({versions}: Routemap, types: ResourceTypes): readonly string[] {
	return versions.flatMap(({resources}, version) =>
		resources.flatMap(({gvrShort}, index) =>
			types.has(gvrShort)
				? []
				: [
						`versions[${version}].resources[${index}]: ${unknownType(gvrShort, types)} The version is never available so`,
					],
		),
	);
}
