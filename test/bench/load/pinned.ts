import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {run} from '../../cluster/testbed/command.ts';
import {tools} from './tools.ts';

const upstreamCore = '0';
const generatorCore = '1';

/** What a generator printed, and the processor time that it took. */
export interface Ran {
	readonly stdout: string;
	readonly cpuSeconds: number;
}

/** Runs a generator on the one core that is the generators', Go with one thread for its code. */
export async function runPinned(program: string, args: readonly string[], input?: string): Promise<Ran> {
	// The shell tells what its children took; Node does not.
	const timed = `"$@" 2>/dev/null; printf '\\n#cpu '; times`;
	const printed = await run('taskset', ['-c', generatorCore, 'bash', '-c', timed, 'bash', program, ...args], {
		env: {GOMAXPROCS: '1'},
		...(input !== undefined && {input}),
	});
	const [stdout = '', times = ''] = printed.split('\n#cpu ');
	const [, ofChildren = ''] = times.split('\n');
	const seconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(
		([, minutes, rest]) => 60 * Number(minutes) + Number(rest),
	);
	return {stdout, cpuSeconds: seconds.reduce((sum, each) => sum + each, 0)};
}

/** The server that all ask, on the other core, while `ask` runs. */
export async function withUpstream<Result>(
	args: readonly string[],
	ask: (address: string) => Promise<Result>,
): Promise<Result> {
	const server = spawn('taskset', ['-c', upstreamCore, tools.upstream, ...args], {
		env: {...process.env, GOMAXPROCS: '1'},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	try {
		return await ask(await addressOf(server));
	} finally {
		server.kill();
	}
}

async function addressOf(server: ChildProcess & {readonly stdout: NodeJS.ReadableStream | null}): Promise<string> {
	if (!server.stdout) throw new Error('the upstream has no stdout');
	const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
	return line;
}
