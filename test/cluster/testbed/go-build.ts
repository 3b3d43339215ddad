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

export interface BuildOptions {
	/** Lines of go.mod for what the module itself replaces or excludes (`directivesOf`). */
	readonly replace?: readonly string[];
	readonly ldflags?: string;
	/** Folder in the cache's `bin` for the programs. @default '' */
	readonly into?: string;
	/**
	 * Whether to build with the versions that the module itself names, adding what go.sum needs on the way, which spares minutes
	 * of looking through the tests of all dependencies. For a module whose go.mod is tidy. @default false
	 */
	readonly untidied?: boolean;
}

/**
 * Builds programs of one Go module into the cache's `bin`, each from a small module of our own that requires it: the module
 * proxy serves modules, not releases.
 */
export async function buildPrograms(
	folder: string,
	module: GoModule,
	importPaths: readonly string[],
	{replace = [], ldflags = '', into = '', untidied = false}: BuildOptions = {},
): Promise<void> {
	const cwd = join(cache, 'src', folder);
	await mkdir(cwd, {recursive: true});
	const goMod = ['module testbed', 'go 1.26.0', `require ${module.path} v${module.version}`, ...replace];
	await writeFile(join(cwd, 'go.mod'), `${goMod.join('\n')}\n`);
	const imports = importPaths.map(path => `import _ ${JSON.stringify(path)}`);
	await writeFile(join(cwd, 'tools.go'), `//go:build tools\n\npackage testbed\n\n${imports.join('\n')}\n`);
	// -e: packages that only tests of the dependencies import need not be found
	if (!untidied) await run('go', ['mod', 'tidy', '-e'], {cwd});
	const flags = [`-ldflags=-s -w ${ldflags}`, ...(untidied ? ['-mod=mod'] : [])];
	for (const path of importPaths) {
		console.error(`testbed: building ${basename(path)}`);
		const output = join(cache, 'bin', into, basename(path));
		await run('go', ['build', ...flags, '-o', output, path], {cwd, env: {CGO_ENABLED: '0'}});
	}
}

/** The lines of a module's go.mod by which it replaces or excludes others: they count for the module that is built only. */
export async function directivesOf({GoMod}: GoModuleFiles): Promise<readonly string[]> {
	const {Replace, Exclude} = JSON.parse(await run('go', ['mod', 'edit', '-json', GoMod])) as {
		readonly Replace: readonly {readonly Old: ModuleName; readonly New: ModuleName}[] | null;
		readonly Exclude: readonly ModuleName[] | null;
	};
	const written = ({Path, Version = ''}: ModuleName): string => `${Path} ${Version}`.trimEnd();
	return [
		...(Replace ?? []).map(({Old, New}) => `replace ${written(Old)} => ${written(New)}`),
		...(Exclude ?? []).map(name => `exclude ${written(name)}`),
	];
}

interface ModuleName {
	readonly Path: string;
	readonly Version?: string;
}
