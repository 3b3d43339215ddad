import {access, rm, writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {run} from '../../../cluster/testbed/command.ts';

// `npm run record:statistics [-- NAME...]`: what SciPy, statsmodels and ssrm-test say of 200 random cases of each statistic, and
// quadratures of the papers' integrals where nobody published code, into test/fixtures/statistics. Its Python lies in ~/.cache.

const packages = ['numpy==2.4.6', 'scipy==1.17.1', 'statsmodels==0.15.0', 'toolz==1.2.0'];
/** It asks for older packages than it needs. */
const withoutTheirs = ['ssrm-test==0.1.5'];
const folder = join(homedir(), '.cache', 'kubectl-iter8', 'statistics');
const python = join(folder, 'bin', 'python');
const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'statistics');

await access(join(folder, 'complete')).catch(async () => {
	await rm(folder, {recursive: true, force: true});
	await run('python3', ['-m', 'venv', folder]);
	await run(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
	await run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', ...withoutTheirs]);
	await writeFile(join(folder, 'complete'), '');
});
process.stdout.write(await run(python, [join(import.meta.dirname, 'record.py'), fixtures, ...process.argv.slice(2)]));
