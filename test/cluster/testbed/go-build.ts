import {mkdir, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {cache} from './cache.ts';
import {run} from './command.ts';

/** A module of the Go module proxy. */
export interface GoModule {
	readonly path: string;
	/** Without the `v`. */
	readonly version: string;
}

/** Where the Go tool keeps a downloaded module: its folder and its go.mod. */
export interface GoModuleFiles {
	readonly Dir: string;
	readonly GoMod: string;
}

export async function downloadModule({path, version}: GoModule): Promise<GoModuleFiles> {
	const cwd = join(cache, 'src', 'download');
	await mkdir(cwd, {recursive: true});
	await writeFile(join(cwd, 'go.mod'), 'module download\n');
	const printed = await run('go', ['mod', 'download', '-json', `${path}@v${version}`], {cwd});
	return JSON.parse(printed) as GoModuleFiles;
}

/**
 * Builds programs of one Go module into the cache's `bin`, each from a small module of our own that requires it: the module
 * proxy serves modules, not releases.
 * @param replace Lines of go.mod for what the module itself replaces by folders of its repository.
 */
export async function buildPrograms(
	folder: string,
	module: GoModule,
	importPaths: readonly string[],
	options: {readonly replace?: readonly string[]; readonly ldflags?: string} = {},
): Promise<void> {
	const cwd = join(cache, 'src', folder);
	await mkdir(cwd, {recursive: true});
	const replace = options.replace ?? [];
	const goMod = ['module testbed', 'go 1.26.0', `require ${module.path} v${module.version}`, ...replace];
	await writeFile(join(cwd, 'go.mod'), `${goMod.join('\n')}\n`);
	const imports = importPaths.map(path => `import _ ${JSON.stringify(path)}`);
	await writeFile(join(cwd, 'tools.go'), `//go:build tools\n\npackage testbed\n\n${imports.join('\n')}\n`);
	// -e: packages that only tests of the dependencies import need not be found
	await run('go', ['mod', 'tidy', '-e'], {cwd});
	const flags = [`-ldflags=-s -w ${options.ldflags ?? ''}`];
	for (const path of importPaths) {
		console.error(`testbed: building ${basename(path)}`);
		const output = join(cache, 'bin', basename(path));
		await run('go', ['build', ...flags, '-o', output, path], {cwd, env: {CGO_ENABLED: '0'}});
	}
}
