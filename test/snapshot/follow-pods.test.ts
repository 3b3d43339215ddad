import {expect, onTestFinished, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {pods} from '../../source/objects/resource.ts';
import {followPods} from '../../source/snapshot/follow-pods.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';

const label = 'serving.kserve.io/inferenceservice';

function pod(name: string, of: string, createdAt: string): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name,
			namespace: 'models',
			labels: {[label]: of},
			creationTimestamp: createdAt,
			annotations: {secret: 'x'},
		},
		spec: {containers: [{name: 'kserve-container', env: [{name: 'TOKEN', value: 'secret'}]}]},
	};
}

function follow(cluster: MemoryCluster) {
	const told: (readonly KubeObject[])[][] = [];
	const errors: string[] = [];
	const versions = ['wisdom-0', 'wisdom-1'].map(version => ({
		version,
		namespace: 'models',
		labelSelector: `${label}=${version}`,
	}));
	const stop = followPods(cluster, versions, {
		onPods: found => told.push(versions.map(({version}) => found.get(version) ?? [])),
		onError: error => errors.push(error.message),
	});
	onTestFinished(stop);
	const names = () => told.at(-1)?.map(list => list.map(({metadata}) => metadata.name));
	return {told, names, errors};
}

test("tells each version's pods, the oldest first, without what could be secret, and those that come", async () => {
	const cluster = createMemoryCluster([
		pod('b', 'wisdom-0', '2026-01-01T11:00:00Z'),
		pod('a', 'wisdom-0', '2026-01-01T11:30:00Z'),
		pod('foreign', 'owl', '2026-01-01T11:00:00Z'),
	]);
	const {told, names} = follow(cluster);
	await eventually(() => expect(names()).toEqual([['b', 'a'], []]));
	expect(JSON.stringify(told)).not.toContain('secret');
	cluster.put(pod('c', 'wisdom-1', '2026-01-01T11:45:00Z'));
	await eventually(() => expect(names()).toEqual([['b', 'a'], ['c']]));
	await cluster.delete(pods, 'models', 'b');
	await eventually(() => expect(names()).toEqual([['a'], ['c']]));
});

test('who may not read pods is told so once', async () => {
	const cluster = createMemoryCluster();
	cluster.onCall = call => {
		if (call.startsWith('list pods')) throw new ApiError(403, 'Forbidden', 'pods is forbidden');
	};
	const {errors} = follow(cluster);
	await eventually(() => expect(errors).toEqual(['pods is forbidden']));
});
