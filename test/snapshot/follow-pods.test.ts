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
	const stop = followPods(cluster, versions, (found, forbidden) => {
		told.push(versions.map(({version}) => found.get(version) ?? []));
		errors.push([...forbidden].map(([version, {message}]) => `${version}: ${message}`).join(', '));
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

test('of which versions pods may not be seen is told, with those of the others', async () => {
	const cluster = createMemoryCluster([pod('a', 'wisdom-1', '2026-01-01T11:00:00Z')]);
	let left = 1;
	cluster.onCall = call => {
		if (call.startsWith('list pods') && left-- > 0) throw new ApiError(403, 'Forbidden', 'pods is forbidden');
	};
	const {errors, names} = follow(cluster);
	await eventually(() => expect(names()).toEqual([[], ['a']]));
	expect(errors.at(-1)).toBe('wisdom-0: pods is forbidden');
});

test('who may not see the pods of any version is told so', async () => {
	const cluster = createMemoryCluster();
	cluster.onCall = call => {
		if (call.startsWith('list pods')) throw new ApiError(403, 'Forbidden', 'pods is forbidden');
	};
	const {errors} = follow(cluster);
	await eventually(() => expect(errors).toEqual(['wisdom-0: pods is forbidden, wisdom-1: pods is forbidden']));
});
