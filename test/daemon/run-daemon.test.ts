import {expect, test} from 'vitest';
import {runDaemon} from '../../source/daemon/run-daemon.ts';
import {findDaemon} from '../../source/kube/find-daemon.ts';
import type {Target} from '../../source/kube/target.ts';
import {leases} from '../../source/objects/resource.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

test('what a daemon was told is on its lease, for those who tell what it does, until it ends', async () => {
	const cluster = createMemoryCluster([]);
	const ending = new AbortController();
	const now = (): Date => new Date('2026-01-01T12:00:00Z');
	const resource = {group: 'jobs.example.com', version: 'v1', plural: 'tasks', kind: ''};
	const types = new Map([['task', {resource, conditions: ['Done']}]]);
	const daemon = runDaemon({
		target: {cluster, namespace: 'models'} as unknown as Target,
		namespace: 'models',
		settings: {types, holdMs: 5000},
		writeLog: () => undefined,
		now,
		signal: ending.signal,
	});
	const place = {cluster, namespace: 'models', now, signal: new AbortController().signal};
	await eventually(async () => {
		expect(await findDaemon(place)).toMatchObject({settings: {types, holdMs: 5000, rollouts: false}});
	});
	ending.abort();
	await daemon;
	expect(cluster.peek(leases, 'models', 'kubectl-iter8')).toMatchObject({spec: {holderIdentity: ''}});
	expect(await findDaemon(place)).toBeUndefined();
});
