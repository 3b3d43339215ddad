import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {run} from '../testbed/command.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The plugin's executable in `dist`, which is built when it is missing. */
export async function builtPlugin(): Promise<string> {
	const executable = join(root, 'dist', 'kubectl-iter8');
	if (!existsSync(executable)) await run(process.execPath, [join(root, 'plugin', 'build.js')]);
	return executable;
}
