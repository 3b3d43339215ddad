import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {build} from '../build.ts';
import {podGateway, podRange, serviceRange} from './addresses.ts';

// `node private-network.ts PROGRAM [ARGUMENT...]`: builds the testbed, which needs the network of this machine, then runs a
// program in a network of its own: what listens there is reached from nowhere else, and its pods reach nothing else.

async function runInPrivateNetwork(command: readonly string[]): Promise<number> {
	if (process.getuid?.() !== 0) throw new Error('a network of its own can be made by root only: run this as root');
	const [program = '', ...args] = command;
	const setup = [
		'sh',
		join(import.meta.dirname, 'private-network.sh'),
		`${podGateway}/${podRange.length}`,
		serviceRange,
	];
	const child = spawn('unshare', ['--net', ...setup, program, ...args], {stdio: 'inherit'});
	// Ctrl-C reaches the child as well, which ends in good order
	process.on('SIGINT', () => undefined);
	process.on('SIGTERM', () => child.kill('SIGTERM'));
	const [code] = (await once(child, 'exit')) as [number | null];
	return code ?? 1;
}

try {
	await build(['control-plane', 'mesh', 'models', 'kserve', 'kserve-old']);
	process.exitCode = await runInPrivateNetwork(process.argv.slice(2));
} catch (error) {
	console.error(`error: ${(error as Error).message}`);
	process.exitCode = 1;
}
