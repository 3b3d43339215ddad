import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {closingLine, type Tally} from '../closing-line.ts';

// `npm run test:cluster [-- VITEST_ARGUMENT...]`: the tests in the network of this machine, then those of the real KServe in short,
// in a network of their own; one closing line for both.

const network = 'test/cluster/testbed/network/private-network.ts';
const stages = [
	['vitest', 'run', '--config', 'test/cluster/vitest.config.ts'],
	['node', network, 'vitest', 'run', '--config', 'test/cluster/real-kserve/short.vitest.config.ts'],
];

let told: NodeJS.Signals | undefined;
/** Ctrl-C reaches a stage as well as this. */
process.on('SIGINT', signal => (told = signal));

/** Runs a stage to its end. One that fails without a failed test counts as one failure. */
async function runStage([program = '', ...args]: readonly string[], tallyFile: string): Promise<Tally> {
	const env = {...process.env, ITER8_TALLY: tallyFile};
	const child = spawn(program, [...args, '--passWithNoTests', ...process.argv.slice(2)], {stdio: 'inherit', env});
	const pass = (signal: NodeJS.Signals): void => {
		told = signal;
		child.kill(signal);
	};
	process.once('SIGTERM', pass);
	const [code] = (await once(child, 'exit')) as [number | null];
	process.off('SIGTERM', pass);
	const none: Tally = {passed: 0, failed: 0};
	const {passed, failed} = existsSync(tallyFile) ? (JSON.parse(await readFile(tallyFile, 'utf8')) as Tally) : none;
	return {passed, failed: code !== 0 && failed === 0 ? 1 : failed};
}

const folder = await mkdtemp(join(tmpdir(), 'iter8-tally-'));
const total = {passed: 0, failed: 0};
for (const [index, stage] of stages.entries()) {
	if (told !== undefined) break;
	const {passed, failed} = await runStage(stage, join(folder, String(index)));
	total.passed += passed;
	total.failed += failed;
}

await rm(folder, {recursive: true});
console.log(closingLine(total));
process.exitCode = told === undefined && total.failed === 0 && total.passed > 0 ? 0 : 1;
