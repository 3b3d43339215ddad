import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {precedenceCases} from '../kube/precedence-cases.ts';
import {startRecorder, type Call, type Recorder} from '../kube/precedence.ts';
import {programs} from './testbed/cache.ts';

let recorder: Recorder;
beforeAll(async () => {
	recorder = await startRecorder();
});
afterAll(() => recorder.close());

/** Puts the service account of the test where kubectl looks for that of a pod, for kubectl alone. */
const inPod = `mount -t tmpfs tmpfs /run && mkdir -p /run/secrets/kubernetes.io &&
	if [ -d "$0/serviceaccount" ]; then cp -r "$0/serviceaccount" /run/secrets/kubernetes.io/; fi; exec "$@"`;

async function getConfigMaps({flags, env, home}: Call): Promise<void> {
	const kubectl = [programs.kubectl, 'get', 'configmaps', '--cache-dir', join(home, 'cache'), ...flags];
	const running = promisify(execFile)('unshare', ['--mount', 'sh', '-c', inPod, home, ...kubectl], {
		env: {PATH: process.env['PATH'], HOME: home, ...env},
		timeout: 10_000,
	});
	running.child.stdin?.end();
	await running;
}

describe('kubectl asks the same server, for the same namespace, as the same user', () => {
	it.each(precedenceCases)('$title', async given => {
		expect(await recorder.asked(given, getConfigMaps)).toBe(given.kubectl?.asks ?? given.asks);
	});
});
