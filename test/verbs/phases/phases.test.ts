import {expect, test} from 'vitest';
import {cellsOf, phaseTable} from './table.ts';

test('every verb that changes something says in every phase of an app what it does, or why not and what to do', async () => {
	const cells = await phaseTable('InferenceService');
	expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(cellsOf('inference-service.txt')));
});
