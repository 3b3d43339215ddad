import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {afterAll, beforeAll, describe, expect, inject, test, vi} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import {find, type Cluster} from '../../source/objects/cluster.ts';
import {fieldAt} from '../../source/objects/object.ts';
import {inferenceServices, leases} from '../../source/objects/resource.ts';
import {startSandbox, type Sandbox} from '../../source/sandbox/sandbox.ts';
import {cleanEnvironment} from '../helpers/built-plugin.ts';
import {eventually} from '../helpers/eventually.ts';
import {present} from '../helpers/present.ts';

// Programs are started.
vi.setConfig({testTimeout: 40_000});

const {executable, folder} = inject('plugin');
const env = cleanEnvironment(folder);

let sandbox: Sandbox;
let cluster: Cluster;
beforeAll(async () => {
	sandbox = await startSandbox({apps: 3, loadTimeMs: 0});
	({cluster} = await openTarget({kubeconfig: sandbox.kubeconfigPath}));
});
afterAll(() => sandbox.stop());

const toSandbox = (...argv: string[]) => [...argv, '--kubeconfig', sandbox.kubeconfigPath];

/** Runs a verb with a file as its stdout. */
async function writingTo(file: string, flags: string, argv: readonly string[]) {
	const output = openSync(file, flags);
	const child = spawn(executable, argv, {env, stdio: ['ignore', output, 'pipe']});
	closeSync(output);
	const [exit, stderr] = await Promise.all([once(child, 'exit'), text(present(child.stderr ?? undefined))]);
	return {exit, errors: stderr.split('\n').filter(line => line.startsWith('error'))};
}

describe('stdout that cannot be written', () => {
	test.each([
		[['status'], '/dev/full', 'w', 'no space left on device'],
		[['status', '-w'], '/dev/full', 'w', 'no space left on device'],
		[['check'], '/dev/null', 'r', 'bad file descriptor'],
	])('is told in one line by who reads, %j: %s opened with %s', async (argv, file, flags, words) => {
		expect(await writingTo(file, flags, toSandbox(...argv))).toEqual({
			exit: [1, null],
			errors: [`error: write /dev/stdout: ${words}`],
		});
	});

	test('stops nothing that was begun, and is told in the end', async () => {
		const argv = toSandbox('promote', 'app-2', '--yes', '--skip-test');
		expect(await writingTo('/dev/full', 'w', argv)).toEqual({
			exit: [1, null],
			errors: ['error: write /dev/stdout: no space left on device'],
		});
		expect(await find(cluster, inferenceServices, 'default', 'app-2-1')).toBeUndefined();
	});

	test('stops nothing that was begun when nobody reads on, and the exit code is that of the action', async () => {
		const child = spawn(executable, toSandbox('promote', 'app-3', '--yes', '--skip-test'), {
			env,
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		child.stdout.destroy();
		expect(await once(child, 'exit')).toEqual([0, null]);
		expect(await find(cluster, inferenceServices, 'default', 'app-3-1')).toBeUndefined();
	});

	test('ends who only reads without a word when nobody reads on', async () => {
		const child = spawn(executable, toSandbox('status', '-A'), {env, stdio: ['ignore', 'pipe', 'pipe']});
		let stderr = '';
		child.stderr.on('data', text => (stderr += String(text)));
		child.stdout.destroy();
		expect(await once(child, 'exit')).toEqual([141, null]);
		expect(stderr).not.toContain('error');
	});
});

test.each([
	['/dev/full', 'w'],
	['/dev/null', 'r'],
])('a daemon whose log cannot be written leads, and ends well: %s opened with %s', async (file, flags) => {
	const log = openSync(file, flags);
	const child = spawn(executable, toSandbox('watch', '--lease-namespace', 'kserve'), {
		env,
		stdio: ['ignore', 'ignore', log],
	});
	closeSync(log);
	const exit = once(child, 'exit');
	const holder = async () =>
		fieldAt(await find(cluster, leases, 'kserve', 'kubectl-iter8'), 'spec', 'holderIdentity') ?? '';
	await eventually(async () => expect(await holder()).not.toBe(''));
	child.kill('SIGTERM');
	expect(await exit).toEqual([0, null]);
	expect(await holder()).toBe('');
});
