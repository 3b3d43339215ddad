import {afterAll, beforeAll, expect, test} from 'vitest';
import {listAt, stringAt, type KubeObject} from '../../../../source/objects/object.ts';
import {httpGet} from '../http-get.ts';
import {portForward} from '../port-forward.ts';
import {identityOf, isAlive} from '../processes.ts';
import {startTestbed, type Testbed} from '../testbed.ts';
import {waitFor} from '../wait.ts';
import {startNode} from './start-node.ts';

let testbed: Testbed;
beforeAll(async () => {
	testbed = await startTestbed();
	await startNode(testbed);
});
afterAll(async () => testbed?.stop());

const server = 'exec python3 -m http.server --directory /mnt/site 8000';
const volume = {volumes: [{name: 'site', emptyDir: {}}]};
const volumeMounts = [{name: 'site', mountPath: '/mnt/site'}];

test('a pod has its own host name, address and folders, which its containers share in their order', async () => {
	await apply(
		pod('shared', {
			...volume,
			initContainers: [shell('first', 'hostname > /mnt/site/name', {volumeMounts})],
			containers: [shell('second', 'cat /mnt/site/name; cat /etc/resolv.conf; exec sleep 60', {volumeMounts})],
		}),
	);
	await ready('shared');
	expect(await logs('shared', 'second')).toBe(
		[
			'shared',
			'nameserver 10.244.0.1',
			'search default.svc.cluster.local svc.cluster.local cluster.local',
			'options ndots:5',
			'',
		].join('\n'),
	);
	await remove('shared');
});

test('pods reach each other by the name of a Service, which leads to those that are ready', async () => {
	const labels = {app: 'web'};
	const web = (name: string, path: string): KubeObject =>
		pod(
			name,
			{
				...volume,
				initContainers: [shell('page', `echo ${name} > /mnt/site/index.html`, {volumeMounts})],
				containers: [
					shell('server', server, {volumeMounts, readinessProbe: {httpGet: {path, port: 8000}, periodSeconds: 1}}),
				],
			},
			labels,
		);
	await apply({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'web', namespace: 'default'},
		spec: {selector: labels, ports: [{port: 80, targetPort: 8000}]},
	});
	await apply(web('good', '/index.html'));
	await apply(web('bad', '/nothing'));
	await ready('good');
	const ask =
		"python3 -c \"import urllib.request; print(urllib.request.urlopen('http://web.default').read().decode(), end='')\"";
	await apply(pod('client', {containers: [shell('ask', `${ask}; ${ask}; exec sleep 60`)]}));
	await waitFor('the answers', async () => (await logs('client', 'ask')) === 'good\ngood\n');

	const forward = await portForward(testbed, 'default', 'pod/bad', 8000);
	expect((await httpGet(forward.address, '/')).body).toBe('bad\n');
	await forward.stop();
	for (const name of ['good', 'bad', 'client']) await remove(name);
});

test('a container that fails is started again, and its last words and exit code are told', async () => {
	const terminationMessagePolicy = 'FallbackToLogsOnError';
	await apply(pod('failing', {containers: [shell('fail', 'echo the end; exit 3', {terminationMessagePolicy})]}));
	expect(await waitingFor('failing', 'CrashLoopBackOff')).toMatchObject({
		ready: false,
		restartCount: 1,
		state: {waiting: {message: 'back-off 10s restarting failed container=fail'}},
		lastState: {terminated: {exitCode: 3, reason: 'Error', message: 'the end'}},
	});
	await remove('failing');
});

test('a container is asked to end, and ended when it does not', async () => {
	const obedient = 'trap "exit 0" TERM; echo $$; while true; do sleep 0.1; done';
	const deaf = 'trap "" TERM; echo $$; while true; do sleep 0.1; done';
	await apply(
		pod('ending', {terminationGracePeriodSeconds: 1, containers: [shell('one', obedient), shell('two', deaf)]}),
	);
	await ready('ending');
	const pids = await Promise.all(['one', 'two'].map(async name => Number(await logs('ending', name))));
	const processes = pids.map(identityOf);
	expect(processes.map(isAlive)).toEqual([true, true]);
	await remove('ending');
	expect(processes.map(isAlive)).toEqual([false, false]);
});

test('a pod whose image has no program here waits for it', async () => {
	await apply(pod('unknown', {containers: [{name: 'one', image: 'nobody/made-this:1'}]}));
	expect(await waitingFor('unknown', 'ImagePullBackOff')).toMatchObject({restartCount: 0, lastState: {}});
	await remove('unknown');
});

test('when the node is killed, nothing of its pods is left', async () => {
	await apply(pod('orphan', {containers: [shell('one', 'echo $$; exec sleep 600')]}));
	await ready('orphan');
	const container = identityOf(Number(await logs('orphan', 'one')));
	expect(isAlive(container)).toBe(true);
	process.kill(Number(testbed.pids['node']), 'SIGKILL');
	await waitFor('the end of the container', async () => !isAlive(container), 5000);
});

function pod(name: string, spec: unknown, labels: Readonly<Record<string, string>> = {}): KubeObject {
	return {apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace: 'default', labels}, spec};
}

function shell(name: string, script: string, more: Readonly<Record<string, unknown>> = {}): unknown {
	return {name, image: 'testbed/shell', args: [script], ...more};
}

async function apply(object: KubeObject): Promise<void> {
	await testbed.kubectl(['apply', '--filename', '-'], JSON.stringify(object));
}

async function ready(name: string): Promise<void> {
	await testbed.kubectl(['wait', `pod/${name}`, '--for=condition=Ready', '--timeout=30s']);
}

/** The status of a pod's only container, once it waits for this reason. */
async function waitingFor(name: string, reason: string): Promise<unknown> {
	let status: unknown;
	await waitFor(`${reason} of ${name}`, async () => {
		const pod = await testbed.api.expect(`/api/v1/namespaces/default/pods/${name}`);
		[status] = listAt(pod, 'status', 'containerStatuses');
		return stringAt(status, 'state', 'waiting', 'reason') === reason;
	});
	return status;
}

async function logs(name: string, container: string): Promise<string> {
	return testbed.kubectl(['logs', name, '--container', container]);
}

async function remove(name: string): Promise<void> {
	await testbed.kubectl(['delete', 'pod', name, '--timeout=60s']);
}
