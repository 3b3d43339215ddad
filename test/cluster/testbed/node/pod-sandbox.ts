import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {run} from '../command.ts';
import {podGateway, podRange} from '../network/addresses.ts';
import type {PodObject} from './pod-spec.ts';
import type {Mount} from './volumes.ts';

const namespaces = ['--net', '--mount', '--uts'];
const newNamespaces = ['unshare', ...namespaces, '--propagation', 'private'];
const script = join(import.meta.dirname, 'pod-sandbox.sh');

/** The namespaces that a pod's containers share. They are gone when its first process and all containers are. */
export interface PodSandbox {
	readonly address: string;
	/** Program and arguments that run a program inside; it dies with this process. */
	readonly enter: (folder: string, command: readonly string[]) => readonly [program: string, ...args: string[]];
	remove(): Promise<void>;
}

/**
 * Makes a pod's network, with a wire to the testbed's bridge, and its mounts.
 * @param wire The name of the wire's end on the bridge; at most 15 letters.
 */
export async function makePodSandbox(
	pod: PodObject['metadata'],
	folder: string,
	mounts: readonly Mount[],
	address: string,
	wire: string,
): Promise<PodSandbox> {
	const {name, namespace} = pod;
	const resolvConf = join(folder, 'resolv.conf');
	const search = ['svc.cluster.local', 'cluster.local'];
	await writeFile(
		resolvConf,
		`nameserver ${podGateway}\nsearch ${[`${namespace}.${search[0]}`, ...search].join(' ')}\noptions ndots:5\n`,
	);
	// as long as Linux and Kubernetes allow
	const hostname = name.slice(0, 63);
	const settings = [hostname, `${address}/${podRange.length}`, podGateway, resolvConf, ...mounts.flat()];
	const [program, ...args] = dyingWithThis([...newNamespaces, 'sh', script, ...settings]);
	const first = spawn(program, args, {detached: true, stdio: ['pipe', 'pipe', 'inherit']});
	const exited = once(first, 'exit');
	const said = createInterface({input: first.stdout})[Symbol.asyncIterator]();
	await expectLine(said, 'made', pod);
	const plugged = `link add ${wire} type veth peer name eth0 netns ${first.pid}\nlink set ${wire} master pods up\n`;
	await run('ip', ['-batch', '-'], {input: plugged});
	first.stdin.end('\n');
	await expectLine(said, 'up', pod);
	return {
		address,
		enter: (cwd, command) =>
			dyingWithThis(['nsenter', `--target=${first.pid}`, ...namespaces, `--wdns=${cwd}`, '--', ...command]),
		async remove() {
			first.kill('SIGKILL');
			await exited;
		},
	};
}

/** Ends a program when this process ends, however that happens. */
function dyingWithThis(command: readonly string[]): readonly [program: string, ...args: string[]] {
	return ['setpriv', '--pdeathsig', 'KILL', ...command];
}

async function expectLine(
	lines: AsyncIterator<string>,
	expected: string,
	{namespace, name}: PodObject['metadata'],
): Promise<void> {
	const {value, done} = await lines.next();
	if (done || value !== expected) throw new Error(`the network of pod ${namespace}/${name} was not made`);
}
