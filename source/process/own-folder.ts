import {basename, dirname} from 'node:path';

/** The folder of this executable, as it was called; undefined where something else than the executable runs this code. */
export function ownFolder(script: string | undefined = process.argv[1]): string | undefined {
	return script !== undefined && basename(script) === 'kubectl-iter8' ? dirname(script) : undefined;
}
