import {expect, test} from 'vitest';
import {cellsOf, ledPhaseTable, phaseTable} from './table.ts';

test('every verb that changes something says in every phase of an app what it does, or why not and what to do', async () => {
	const cells = await phaseTable('InferenceService');
	expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(cellsOf('inference-service.txt')));
});

test('it says the same while a daemon leads that performs rollouts, but for what the daemon does', async () => {
	const cells = await ledPhaseTable('InferenceService', cellsOf('inference-service.txt'));
	expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(cellsOf('led-inference-service.txt')));
});
