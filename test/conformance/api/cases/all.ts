import type {ApiCase} from '../api-case.ts';
import {applyCases} from './apply.ts';
import {createCases} from './create.ts';
import {deleteCases} from './delete.ts';
import {kindCases} from './kinds.ts';
import {patchCases} from './patch.ts';
import {readCases} from './read.ts';
import {updateCases} from './update.ts';
import {watchCases} from './watch.ts';

/** The suite, by topic; a topic's record is `recorded/TOPIC.jsonl`. */
export const topics: Readonly<Record<string, readonly ApiCase[]>> = {
	read: readCases,
	create: createCases,
	update: updateCases,
	patch: patchCases,
	apply: applyCases,
	delete: deleteCases,
	watch: watchCases,
	kinds: kindCases,
};
