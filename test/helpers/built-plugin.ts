import {spawn, spawnSync, type SpawnSyncReturns} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {Metafile} from 'esbuild';

const build = (await import(new URL('../../plugin/build.js', import.meta.url).href)) as {
	readonly buildPlugin: (outdir: string) => Promise<Metafile>;
};

/** The plugin as it ships, built into a folder of its own. */
export interface BuiltPlugin {
	readonly folder: string;
	readonly executable: string;
	/** File with esbuild's metafile, which tells what is in each chunk. */
	readonly metafile: string;
}

export async function buildForTest(): Promise<BuiltPlugin> {
	const folder = mkdtempSync(join(tmpdir(), 'kubectl-iter8-'));
	const metafile = await build.buildPlugin(folder);
	const file = join(folder, 'metafile.json');
	writeFileSync(file, JSON.stringify(metafile));
	return {folder, executable: join(folder, 'kubectl-iter8'), metafile: file};
}

/** An environment without the user's settings, in which this Node is first on PATH. */
export function cleanEnvironment(folder: string): Record<string, string> {
	const path = [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
	return {PATH: path, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache')};
}

export function runPlugin(
	{executable, folder}: BuiltPlugin,
	argv: readonly string[],
	env: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> {
	return spawnSync(executable, argv, {encoding: 'utf8', env: {...cleanEnvironment(folder), ...env}});
}

/** Starts source/cli.ts with a program (an ES module that exports `run`) in place of the verb `version`. */
export function startCommand(program: string, flags: readonly string[] = []) {
	const cli = new URL('../../source/cli.ts', import.meta.url).href;
	const hook = new URL('with-command.mjs', import.meta.url).href;
	const start = `const {main} = await import(${JSON.stringify(cli)}); await main(${JSON.stringify(['version', ...flags])});`;
	const child = spawn(process.execPath, ['--import', hook, '--input-type=module', '--eval', start], {
		env: {...process.env, COMMAND: program},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	child.stderr.setEncoding('utf8');
	let stderr = '';
	child.stderr.on('data', (text: string) => {
		stderr += text;
	});
	const ended = new Promise<{readonly code: number | null; readonly stderr: string}>(resolve => {
		child.on('close', code => resolve({code, stderr}));
	});
	return {child, ended};
}
