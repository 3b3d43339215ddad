import {expect, test} from 'vitest';
import {findDaemon} from '../../source/kube/find-daemon.ts';
import {ApiError} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {noon} from '../helpers/session.ts';

function leaseOf(
	namespace: string,
	holderIdentity: string,
	settings?: string,
	renewTime = noon.toISOString(),
): KubeObject {
	const annotations = settings === undefined ? {} : {'iter8.tools/daemon-settings': settings};
	return {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: 'kubectl-iter8', namespace, annotations},
		spec: {holderIdentity, leaseDurationSeconds: 15, renewTime},
	};
}

const {signal} = new AbortController();
const place = {namespace: 'models', now: () => noon, signal};
const settings = (holdMs: number) => ({holdMs, rollouts: false, types: defaultResourceTypes});

test('the daemon of a namespace leads there before the one of all namespaces, each by its own settings', async () => {
	const wide = leaseOf('kube-system', 'wide', '{"holdMs":1000}');
	const own = leaseOf('models', 'own', '{"holdMs":2000}');
	expect(await findDaemon({...place, cluster: createMemoryCluster([wide, own])})).toEqual({
		holder: 'own',
		settings: settings(2000),
	});
	expect(await findDaemon({...place, cluster: createMemoryCluster([wide])})).toEqual({
		holder: 'wide',
		settings: settings(1000),
	});
});

test('one that is gone leads nobody, and one that wrote no settings has the usual ones', async () => {
	const gone = leaseOf('models', 'gone', '{"holdMs":2000}', '2026-01-01T11:00:00.000000Z');
	expect(await findDaemon({...place, cluster: createMemoryCluster([gone])})).toBeUndefined();
	expect(await findDaemon({...place, cluster: createMemoryCluster([gone, leaseOf('kube-system', 'old')])})).toEqual({
		holder: 'old',
		settings: settings(120_000),
	});
});

test('a lease that may not be read counts as none', async () => {
	const cluster = createMemoryCluster([leaseOf('models', 'own')]);
	const get = () => Promise.reject(new ApiError(403, 'Forbidden', 'leases is forbidden'));
	expect(await findDaemon({...place, cluster: {...cluster, get}})).toBeUndefined();
});
