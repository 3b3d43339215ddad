import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {topics} from '../conformance/api/cases/all.ts';
import {kubectlCases} from '../conformance/api/cases/kubectl.ts';
import {realServer} from '../conformance/api/real-server.ts';
import {runCase, runKubectlCase} from '../conformance/api/run-case.ts';
import {sandboxServer} from '../conformance/api/sandbox-server.ts';
import type {KubectlServer} from '../conformance/api/server.ts';
import {startTestbed, type Testbed} from './testbed/testbed.ts';

let testbed: Testbed;
let folder: string;
let sandbox: KubectlServer & Awaited<ReturnType<typeof sandboxServer>>;
let real: KubectlServer;

beforeAll(async () => {
	testbed = await startTestbed();
	const {kubeconfig, kubectlPath: kubectl} = testbed;
	real = {...(await realServer(testbed)), kubeconfig, kubectl};
	folder = await mkdtemp(join(tmpdir(), 'conformance-'));
	const server = await sandboxServer();
	const path = join(folder, 'kubeconfig');
	await writeFile(path, server.api.kubeconfig(), {mode: 0o600});
	sandbox = {...server, kubeconfig: path, kubectl};
});

afterAll(async () => {
	await sandbox?.api.close();
	await testbed?.stop();
	await rm(folder, {recursive: true});
});

describe.each(Object.entries(topics))('the sandbox answers as the real API server: %s', (_, cases) => {
	test.each(cases.map(one => [one.name, one] as const))('%s', async (_name, one) => {
		expect(await runCase(sandbox, one)).toEqual(await runCase(real, one));
	});
});

describe('kubectl prints the same', () => {
	test.each(kubectlCases.map(one => [one.name, one] as const))('%s', async (_, one) => {
		const ofSandbox = await runKubectlCase(sandbox, one, join(folder, 'sandbox'));
		expect(ofSandbox).toEqual(await runKubectlCase(real, one, join(folder, 'real')));
	});
});
