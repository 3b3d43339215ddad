import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {fieldAt, type KubeObject} from '../../source/objects/object.ts';
import {canarySpec} from '../helpers/app-objects.ts';
import {Daemon} from './rollout/daemon.ts';
import {pluginEnvironment, runPlugin} from './rollout/stage.ts';
import {startTestbed, type Testbed} from './testbed/testbed.ts';
import {waitFor} from './testbed/wait.ts';

const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';

let testbed: Testbed;
let daemon: Daemon;
beforeAll(async () => {
	testbed = await startTestbed();
	const program = join(import.meta.dirname, '..', '..', 'dist', 'kubectl-iter8');
	daemon = new Daemon(testbed, program, pluginEnvironment(testbed.kubeconfig));
});
afterAll(async () => {
	await daemon?.stop();
	await testbed?.stop();
});

test('a lease that a ghost holds for ever, at the end of its count, is told of and taken within about a minute', async () => {
	await testbed.api.expect(leases, {
		method: 'POST',
		body: {
			metadata: {name: 'kubectl-iter8'},
			spec: {
				holderIdentity: 'ghost',
				leaseDurationSeconds: 2_147_483_647,
				leaseTransitions: 2_147_483_647,
				renewTime: '2100-01-01T00:00:00.000000Z',
			},
		},
	});
	await testbed.api.expect('/api/v1/namespaces/default/configmaps', {
		method: 'POST',
		body: {
			metadata: {name: 'wisdom-routemap', labels: {'iter8.tools/kind': 'routemap'}},
			data: {strSpec: canarySpec},
		},
	});
	const told = 'held by ghost, and its renewal at 2100-01-01T00:00:00Z (ahead of the clock here)';
	expect((await runPlugin(testbed, ['status'])).stderr).toContain(told);
	expect((await runPlugin(testbed, ['check'])).stdout).toContain(told);

	daemon.start();
	const spec = async (): Promise<unknown> =>
		((await testbed.api.expect(`${leases}/kubectl-iter8`)) as KubeObject)['spec'];
	const isTaken = async (): Promise<boolean> => fieldAt(await spec(), 'holderIdentity') !== 'ghost';
	await waitFor('the daemon to lead', isTaken, 75_000, 500);
	expect(await spec()).toMatchObject({leaseDurationSeconds: 15, leaseTransitions: 1});
	expect((await runPlugin(testbed, ['status'])).stderr).not.toContain('lease');
	expect((await runPlugin(testbed, ['check'])).stdout).not.toContain('Lease');
	expect(await daemon.stop()).toBe(0);
});
