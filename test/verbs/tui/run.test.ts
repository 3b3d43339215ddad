import {expect, test} from 'vitest';
import * as tui from '../../../source/verbs/tui/run.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {runCommand} from '../../helpers/run-command.ts';

test('without a terminal the error names the verb that needs none', async () => {
	await expect(runCommand(tui, ['tui'], {cluster: createMemoryCluster()})).rejects.toThrow(
		'tui needs a terminal; use: kubectl iter8 status -w',
	);
});
