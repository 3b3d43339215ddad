import {expect, test} from 'vitest';
import {ownFolder} from '../../source/process/own-folder.ts';

test.each([
	['/home/ada/kubectl-iter8/dist/kubectl-iter8', '/home/ada/kubectl-iter8/dist'],
	['/usr/local/bin/kubectl-iter8', '/usr/local/bin'],
	['/home/ada/kubectl-iter8/node_modules/vitest/vitest.mjs', undefined],
	['', undefined],
])('run as %s the executable is in %s', (script, folder) => {
	expect(ownFolder(script)).toBe(folder);
});
