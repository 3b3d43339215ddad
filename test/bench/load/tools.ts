import {existsSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {cache} from '../../cluster/testbed/cache.ts';
import {run} from '../../cluster/testbed/command.ts';
import {buildPrograms, type GoModule} from '../../cluster/testbed/go-build.ts';

const folder = join(cache, 'bin', 'load');

/** Where each load generator lies, and the server that all of them ask. */
export const tools = {
	hey: join(folder, 'hey'),
	// By the last part of its module's path.
	vegeta: join(folder, 'v12'),
	fortio: join(folder, 'fortio'),
	oha: join(folder, 'oha', 'bin', 'oha'),
	upstream: join(folder, 'upstream'),
} as const;

const modules: readonly {readonly path: string; readonly program: string; readonly module: GoModule}[] = [
	{program: tools.hey, path: 'github.com/rakyll/hey', module: {path: 'github.com/rakyll/hey', version: '0.1.5'}},
	{
		program: tools.vegeta,
		path: 'github.com/tsenart/vegeta/v12',
		module: {path: 'github.com/tsenart/vegeta/v12', version: '12.13.0'},
	},
	// Newer ones need a module that the proxy does not always have.
	{program: tools.fortio, path: 'fortio.org/fortio', module: {path: 'fortio.org/fortio', version: '1.66.5'}},
];

const ohaVersion = '1.16.0';

/** Builds what is not there yet. Takes some minutes the first time, most of them for oha, which alone can be left out. */
export async function installTools({withOha}: {readonly withOha: boolean}): Promise<void> {
	await mkdir(folder, {recursive: true});
	for (const {program, path, module} of modules) {
		if (existsSync(program)) continue;
		await buildPrograms(join('load', basename(program)), module, [path], {into: 'load', untidied: true});
	}

	const source = fileURLToPath(new URL('upstream.go', import.meta.url));
	await run('go', ['build', '-o', tools.upstream, source], {env: {CGO_ENABLED: '0'}});
	if (!withOha || existsSync(tools.oha)) return;
	console.error('bench: building oha');
	await run('cargo', ['install', 'oha', '--locked', '--version', ohaVersion, '--root', join(folder, 'oha')]);
}
