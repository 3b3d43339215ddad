import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {startVitest} from 'vitest/node';

// npm run test:goldens -- FOLDER: compares with the renders of Iter8's charts that lie in the folder, one folder a case.
const [argument = process.env['ITER8_GOLDENS'], ...others] = process.argv.slice(2);
if (argument === undefined || others.length > 0) {
	console.error('usage: npm run test:goldens -- FOLDER (or set ITER8_GOLDENS)');
	process.exit(2);
}

const folder = resolve(process.env['INIT_CWD'] ?? '.', argument);
if (!existsSync(folder)) {
	console.error(`error: there is no folder ${folder}`);
	process.exit(2);
}

process.env['ITER8_GOLDENS'] = folder;
const vitest = await startVitest('test', [], {
	config: resolve(import.meta.dirname, 'vitest.config.ts'),
	root: resolve(import.meta.dirname, '../..'),
	watch: false,
});
await vitest.close();
