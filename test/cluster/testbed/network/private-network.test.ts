import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {expect, test} from 'vitest';
import {identityOf, isAlive, type ProcessIdentity} from '../processes.ts';

const program = join(import.meta.dirname, 'private-network.ts');

test('what a program in the private network has started ends with it, also what has left its session', async () => {
	const {child, started} = await startWith('exit 3');
	expect(await once(child, 'exit')).toEqual([3, null]);
	expect(started.map(isAlive)).toEqual([false, false]);
});

test.each(['SIGTERM', 'SIGHUP'] as const)('and when private-network.ts is ended by %s', async signal => {
	const {child, started} = await startWith('exec sleep 600');
	expect(started.map(isAlive)).toEqual([true, true]);
	child.kill(signal);
	expect(await once(child, 'exit')).toEqual([143, null]);
	expect(started.map(isAlive)).toEqual([false, false]);
});

/** Runs a shell script there which has begun two processes before. */
async function startWith(
	script: string,
): Promise<{readonly child: ChildProcess; readonly started: readonly ProcessIdentity[]}> {
	const begin = 'setsid sleep 600 & echo $!; sleep 600 & echo $!; read told';
	const child = spawn(process.execPath, [program, 'sh', '-c', `${begin}; ${script}`], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const said = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	const ids = [await said.next(), await said.next()].map(({value}) => Number(value));
	const started = ids.map(identityOf);
	child.stdin.end('go on\n');
	return {child, started};
}
