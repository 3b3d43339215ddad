import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {run} from './command.ts';
import {httpGet} from './http-get.ts';
import {portForward} from './port-forward.ts';
import {identityOf, isAlive, type ProcessIdentity} from './processes.ts';
import {startTestbed, type MeshTestbed} from './testbed.ts';
import {waitFor} from './wait.ts';

let testbed: MeshTestbed;

beforeAll(async () => {
	testbed = await startTestbed({mesh: true});
});

afterAll(async () => testbed?.stop());

test('the cluster knows Istio, Gateway API and KServe', async () => {
	const resources = ['virtualservices.networking.istio.io', 'httproutes.gateway.networking.k8s.io'];
	const kinds = [...resources, 'inferenceservices.serving.kserve.io'];
	const listed = await testbed.kubectl(['get', 'crd', ...kinds, '--output', 'name']);
	expect(listed.trimEnd().split('\n')).toEqual(
		kinds.map(kind => `customresourcedefinition.apiextensions.k8s.io/${kind}`),
	);
});

test('the gateway answers 404 to a host without a route, and routes as a VirtualService says', async () => {
	const headers = {host: 'greeting.example'};
	expect((await httpGet(testbed.gateway, '/', headers)).code).toBe(404);
	const route = {
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name: 'greeting', namespace: 'default'},
		spec: {
			gateways: ['knative-serving/knative-local-gateway'],
			hosts: ['greeting.example'],
			http: [{directResponse: {status: 200, body: {string: 'hello'}}}],
		},
	};
	await testbed.kubectl(['apply', '--filename', '-'], JSON.stringify(route));
	await waitFor('the greeting', async () => (await httpGet(testbed.gateway, '/', headers)).body === 'hello');
});

test('kubectl port-forward reaches the gateway through its Service', async () => {
	const forward = await portForward(testbed, 'istio-system', 'svc/knative-local-gateway', 80);
	expect((await httpGet(forward.address, '/', {host: 'nobody.example'})).code).toBe(404);
	await forward.stop();
});

test.each(['viewer', 'daemon'] as const)('the user %s may do nothing that RBAC does not give', async user => {
	const kubeconfig = {viewer: testbed.viewerKubeconfig, daemon: testbed.daemonKubeconfig}[user];
	const written = run(testbed.kubectlPath, ['create', 'configmap', 'note'], {env: {KUBECONFIG: kubeconfig}});
	await expect(written).rejects.toThrow(`configmaps is forbidden: User "${user}" cannot create resource "configmaps"`);
});

test('what an object owns goes with it, and a namespace can end', async () => {
	await testbed.kubectl(['create', 'namespace', 'short-lived']);
	await testbed.kubectl(['create', 'configmap', 'owner', '--namespace', 'short-lived']);
	const configMaps = '/api/v1/namespaces/short-lived/configmaps';
	const owner = (await testbed.api.expect(`${configMaps}/owner`)) as {readonly metadata: {readonly uid: string}};
	const ownerReferences = [{apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid}];
	await testbed.api.expect(configMaps, {method: 'POST', body: {metadata: {name: 'owned', ownerReferences}}});
	await testbed.kubectl(['delete', 'configmap', 'owner', '--namespace', 'short-lived']);
	await waitFor('the end of what is owned', async () => (await testbed.api.call(`${configMaps}/owned`)).code === 404);
	await testbed.kubectl(['delete', 'namespace', 'short-lived', '--timeout=60s']);
});

test('two testbeds run side by side and know nothing of each other', async () => {
	const other = await startTestbed();
	await other.kubectl(['create', 'namespace', 'there']);
	await expect(testbed.kubectl(['get', 'namespace', 'there'])).rejects.toThrow('namespaces "there" not found');
	const processes = Object.values(other.pids).map(identityOf);
	await other.stop();
	expect(processes.filter(isAlive)).toEqual([]);
	expect(existsSync(other.runDir)).toBe(false);
	expect(await testbed.kubectl(['get', '--raw', '/readyz'])).toBe('ok');
});

test('what a killed run left behind is ended by the next, and a run that lives is left alone', async () => {
	const lost = await startAndKill();
	expect(lost.processes.every(isAlive)).toBe(true);
	const next = await startTestbed();
	expect(lost.processes.filter(isAlive)).toEqual([]);
	expect(existsSync(lost.runDir)).toBe(false);
	await next.stop();
	expect(await testbed.kubectl(['get', '--raw', '/readyz'])).toBe('ok');
});

test('each missing prerequisite is named, with its version and how to get it', async () => {
	const built = run(process.execPath, [join(import.meta.dirname, 'build.ts')], {env: {PATH: '/nowhere'}});
	await expect(built).rejects.toThrow(
		[
			'error: missing: go 1.26 or newer (builds kube-apiserver, kube-controller-manager and istiod): see go.dev/doc/install',
			'missing: python3 3.11 or newer (runs MLServer): apt-get install python3 python3-venv',
			'missing: openssl (makes the service account key): apt-get install openssl',
			'missing: etcd (stores the cluster): apt-get install etcd-server',
			'missing: faketime (has the clock jump under a daemon): apt-get install faketime',
			'missing: ip (gives pods of the tests addresses that an EndpointSlice takes): apt-get install iproute2',
			'missing: chromium (looks at reports): apt-get install chromium',
			'missing: tmux (measures texts as a terminal): apt-get install tmux',
		].join('\n'),
	);
});

interface LostRun {
	readonly runDir: string;
	readonly processes: readonly ProcessIdentity[];
}

/** A run whose process is killed before it can stop anything. */
async function startAndKill(): Promise<LostRun> {
	const child = spawn(process.execPath, [join(import.meta.dirname, 'start-and-wait.ts')], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string];
	child.kill('SIGKILL');
	await ended;
	const {runDir, pids} = JSON.parse(line) as {readonly runDir: string; readonly pids: Readonly<Record<string, number>>};
	return {runDir, processes: Object.values(pids).map(identityOf)};
}
