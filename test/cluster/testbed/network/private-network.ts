import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {constants} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {build} from '../build.ts';
import type {PartName} from '../parts.ts';
import {podGateway, podRange, serviceRange} from './addresses.ts';
import {endStartedHere, markWhatIsStarted} from './started-here.ts';

// `node private-network.ts [--old] PROGRAM [ARGUMENT...]`: builds the testbed, which needs the network of this machine, then runs
// a program in a network of its own: what listens there is reached from nowhere else, and its pods reach nothing else. Nothing of
// it is left when this ends, unless by SIGKILL. --old: builds the oldest KServe that we look at as well.

const usual: readonly PartName[] = ['control-plane', 'mesh', 'models', 'kserve'];
/** How long the program may take to stop what it has started, in milliseconds. */
const grace = 20_000;

function startInPrivateNetwork([program = '', ...args]: readonly string[]): ChildProcess {
	if (process.getuid?.() !== 0) throw new Error('a network of its own can be made by root only: run this as root');
	const script = join(import.meta.dirname, 'private-network.sh');
	const setup = ['sh', script, `${podGateway}/${podRange.length}`, serviceRange];
	return spawn('unshare', ['--net', ...setup, program, ...args], {stdio: 'inherit'});
}

/** Runs a program until it ends, or long enough after it was told to; resolves to its exit code. */
async function run(command: readonly string[], told: AbortSignal): Promise<number> {
	const child = startInPrivateNetwork(command);
	const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
	const left = new AbortController();
	told.addEventListener('abort', () => {
		child.kill('SIGTERM');
		void delay(grace, undefined, {signal: left.signal}).then(
			() => child.kill('SIGKILL'),
			() => undefined,
		);
	});
	const [code, signal] = await ended;
	left.abort();
	return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

const ending = 128 + constants.signals.SIGTERM;
const told = new AbortController();
const wasTold = once(told.signal, 'abort');
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
// Ctrl-C reaches what was started as well, which ends in good order
process.on('SIGINT', () => undefined);
markWhatIsStarted();
const [first, ...others] = process.argv.slice(2);
const isOld = first === '--old';
try {
	await Promise.race([build(isOld ? [...usual, 'kserve-old'] : usual), wasTold]);
	const command = isOld ? others : process.argv.slice(2);
	process.exitCode = told.signal.aborted ? ending : await run(command, told.signal);
} catch (error) {
	console.error(`error: ${(error as Error).message}`);
	process.exitCode = 1;
} finally {
	await endStartedHere();
	// a build may still wait for another one
	if (told.signal.aborted) process.exit();
}
