import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, existsSync, globSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {fieldAt, type KubeObject} from '../../../source/objects/object.ts';
import {canarySpec} from '../../helpers/app-objects.ts';
import {present} from '../../helpers/present.ts';
import {openPty} from '../../helpers/pty/pty.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {Daemon} from './daemon.ts';
import {pluginEnvironment} from './stage.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'kubectl-iter8');
const watch = ['watch', '-n', 'models', '--drain', '0s'];
const models = '/apis/serving.kserve.io/v1beta1/namespaces/models/inferenceservices';
const faketime = present(globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')[0]);

let testbed: Testbed;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
	testbed = await startTestbed();
	env = pluginEnvironment(testbed.kubeconfig);
	const create = async (path: string, body: object) => testbed.api.expect(path, {method: 'POST', body});
	await create('/api/v1/namespaces', {metadata: {name: 'models'}});
	await create('/api/v1/namespaces/models/configmaps', {
		metadata: {name: 'wisdom-routemap', labels: {'iter8.tools/kind': 'routemap', 'iter8.tools/watch': 'true'}},
		data: {strSpec: canarySpec},
	});
	for (const name of ['wisdom-0', 'wisdom-1']) {
		const predictor = {model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/one'}};
		const metadata = {name, labels: {'iter8.tools/watch': 'true'}};
		await create(models, {
			apiVersion: 'serving.kserve.io/v1beta1',
			kind: 'InferenceService',
			metadata,
			spec: {predictor},
		});
	}

	await setReady('wisdom-0', true);
});
afterAll(() => testbed?.stop());

async function setReady(name: string, isReady: boolean): Promise<void> {
	await testbed.api.expect(`${models}/${name}/status`, {
		method: 'PATCH',
		contentType: 'application/merge-patch+json',
		body: {status: {conditions: [{type: 'Ready', status: isReady ? 'True' : 'False'}]}},
	});
}

const objectAt = async (path: string) => (await testbed.api.call(path)).body as KubeObject;

/** Who leads, and how often that has changed. */
async function lease(): Promise<{readonly holder: unknown; readonly transitions: unknown}> {
	const object = await objectAt('/apis/coordination.k8s.io/v1/namespaces/models/leases/kubectl-iter8');
	return {
		holder: fieldAt(object, 'spec', 'holderIdentity') ?? '',
		transitions: fieldAt(object, 'spec', 'leaseTransitions') ?? 0,
	};
}

/** Waits until somebody leads. */
async function leads(): Promise<Awaited<ReturnType<typeof lease>>> {
	await waitFor('a daemon to lead', async () => (await lease()).holder !== '', 40_000);
	return lease();
}

/** Has the candidate come and go; the route must follow each time. */
async function follows(): Promise<void> {
	const path = '/apis/networking.istio.io/v1beta1/namespaces/models/virtualservices/wisdom';
	for (const isReady of [true, false]) {
		await setReady('wisdom-1', isReady);
		await waitFor(`the route ${isReady ? 'with' : 'without'} the candidate`, async () => {
			const rules = fieldAt(await objectAt(path), 'spec', 'http') as readonly unknown[];
			return rules.length === (isReady ? 2 : 1);
		});
	}
}

/** As Kubernetes ends a pod: the lease must be free afterwards. */
async function endsWell(pid: number, exit: Promise<unknown>): Promise<void> {
	process.kill(pid, 'SIGTERM');
	expect(await exit).toEqual([0, null]);
	expect((await lease()).holder).toBe('');
}

function start(command: string, argv: readonly string[], log: number | 'ignore', more: NodeJS.ProcessEnv = {}) {
	const child: ChildProcess = spawn(command, argv, {env: {...env, ...more}, stdio: ['ignore', 'ignore', log]});
	onTestFinished(() => void (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')));
	return {pid: child.pid ?? 0, exit: once(child, 'exit')};
}

test('under nohup a daemon goes on leading when its terminal hangs up', async () => {
	const {pid, exit} = start('nohup', [program, ...watch], 'ignore');
	const before = await leads();
	process.kill(pid, 'SIGHUP');
	process.kill(pid, 'SIGHUP');
	await follows();
	expect(await lease()).toEqual(before);
	await endsWell(pid, exit);
});

test('a daemon whose terminal is gone goes on leading, though it can write no line of its log', async () => {
	// The shell stays deaf to SIGHUP, as nohup is, but its daemon writes to the terminal.
	const script = 'trap "" HUP; "$0" "$@" & echo "pid $!"; wait';
	const folder = mkdtempSync(join(tmpdir(), 'kubectl-iter8-terminal-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const pty = await openPty('sh', ['-c', script, program, ...watch], {env: env as Record<string, string>});
	await pty.until(/pid \d+/);
	const pid = Number(/pid (\d+)/.exec(pty.screen())?.[1]);
	onTestFinished(() => void (existsSync(`/proc/${pid}`) && process.kill(pid, 'SIGKILL')));
	const before = await leads();
	await pty.close(); // the shell is killed, and the terminal with it
	await follows();
	expect(await lease()).toEqual(before);
	process.kill(pid, 'SIGTERM');
	await waitFor('the daemon to end', async () => !existsSync(`/proc/${pid}`), 5000);
	expect((await lease()).holder).toBe('');
});

test('a daemon whose disk is full goes on leading, and says how many lines it lost when there is room again', async () => {
	const disk = mkdtempSync(join(tmpdir(), 'kubectl-iter8-disk-'));
	execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], {stdio: 'ignore'});
	onTestFinished(() => {
		execFileSync('umount', ['-l', disk]);
		rmSync(disk, {recursive: true});
	});
	const filling = join(disk, 'filling');
	try {
		writeFileSync(filling, Buffer.alloc(1_000_000));
	} catch {
		// it is full now
	}

	const file = join(disk, 'log');
	const log = openSync(file, 'a');
	const {pid, exit} = start(program, watch, log);
	closeSync(log);
	const before = await leads();
	await follows();
	expect(readFileSync(file, 'utf8')).toBe('');
	rmSync(filling);
	await follows();
	expect(await lease()).toEqual(before);
	const [first] = readFileSync(file, 'utf8').split('\n');
	expect(JSON.parse(first ?? '')).toMatchObject({message: 'lines of this log were lost: it could not be written'});
	await endsWell(pid, exit);
});

test('a daemon whose clock jumps goes on leading beside another', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'kubectl-iter8-clock-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const clock = join(folder, 'clock');
	const setClock = (offset: string) => writeFileSync(clock, `${offset}\n`);
	setClock('+0');
	const {pid, exit} = start(program, watch, 'ignore', {
		LD_PRELOAD: faketime,
		FAKETIME_TIMESTAMP_FILE: clock,
		FAKETIME_NO_CACHE: '1',
		FAKETIME_DONT_FAKE_MONOTONIC: '1',
	});
	const before = await leads();
	const standby = new Daemon(testbed, program, env);
	standby.start(...watch.slice(1));
	onTestFinished(() => standby.kill());
	for (const offset of ['+3h', '+10m', '+0']) {
		setClock(offset);
		await follows();
		// Longer than the lease lasts: who believed its times would take it.
		await new Promise(resolve => setTimeout(resolve, 20_000));
		expect(await lease()).toEqual(before);
	}

	process.kill(pid, 'SIGTERM');
	expect(await exit).toEqual([0, null]);
	await waitFor('the other to lead', async () => (await lease()).holder !== '', 10_000);
	await follows();
	expect(await standby.stop()).toBe(0);
});
