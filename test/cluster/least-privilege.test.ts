import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../source/objects/object.ts';
import {canarySpec} from '../helpers/app-objects.ts';
import {Daemon} from './rollout/daemon.ts';
import {pluginEnvironment} from './rollout/stage.ts';
import {startTestbed, type Testbed} from './testbed/testbed.ts';
import {waitFor} from './testbed/wait.ts';

const root = join(import.meta.dirname, '..', '..');
const models = '/apis/serving.kserve.io/v1beta1/namespaces/models/inferenceservices';

let testbed: Testbed;
let daemon: Daemon;
beforeAll(async () => {
	testbed = await startTestbed();
	const role = await readFile(join(root, 'plugin', 'manifests', 'daemon-role.yaml'), 'utf8');
	await testbed.kubectl(['create', 'namespace', 'models']);
	await testbed.kubectl(['apply', '-n', 'models', '-f', '-'], role);
	await testbed.kubectl(['create', 'rolebinding', 'daemon', '-n', 'models', '--role=kubectl-iter8', '--user=daemon']);
	daemon = new Daemon(testbed, join(root, 'dist', 'kubectl-iter8'), pluginEnvironment(testbed.daemonKubeconfig));
});
afterAll(async () => {
	await daemon?.stop();
	await testbed?.stop();
});

test('the daemon does all its work with the rights of the role that ships', async () => {
	const read = async (path: string): Promise<KubeObject | undefined> => {
		const {code, body} = await testbed.api.call(path);
		return code === 200 ? (body as KubeObject) : undefined;
	};
	const create = (path: string, body: unknown): Promise<unknown> => testbed.api.expect(path, {method: 'POST', body});
	for (const name of ['wisdom-0', 'wisdom-1']) {
		await create(models, {
			apiVersion: 'serving.kserve.io/v1beta1',
			kind: 'InferenceService',
			metadata: {name, labels: {'iter8.tools/watch': 'true'}},
			spec: {predictor: {model: {modelFormat: {name: 'sklearn'}}}},
		});
		await testbed.api.expect(`${models}/${name}/status`, {
			method: 'PATCH',
			contentType: 'application/merge-patch+json',
			body: {status: {conditions: [{type: 'Ready', status: 'True'}]}},
		});
	}

	await create('/api/v1/namespaces/models/configmaps', {
		metadata: {name: 'wisdom-routemap', labels: {'iter8.tools/kind': 'routemap'}},
		data: {strSpec: canarySpec},
	});
	daemon.start('-n', 'models', '--drain', '100ms');
	const route = '/apis/networking.istio.io/v1beta1/namespaces/models/virtualservices/wisdom';
	await waitFor('the route to both', async () => JSON.stringify(await read(route)).includes('wisdom-1'), 30_000);
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-1', '-n', 'models', '--timeout=30s']);
	expect(JSON.stringify(await read(route))).not.toContain('wisdom-1');
	await waitFor(
		'the event',
		async () => (await testbed.kubectl(['get', 'events', '-n', 'models'])).includes('RouteApplied'),
		30_000,
	);
	expect(await daemon.stop()).toBe(0);
	const warnings = daemon.log().filter(({level}) => level === 'warn');
	expect(warnings).toEqual([]);
	expect((await read('/apis/coordination.k8s.io/v1/namespaces/models/leases/kubectl-iter8'))?.['spec']).toMatchObject({
		holderIdentity: '',
	});
});
