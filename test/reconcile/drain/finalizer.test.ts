import {expect, test} from 'vitest';
import {hasFinalizer, isLeaving} from '../../../source/objects/leaving.ts';
import {inferenceServices} from '../../../source/objects/resource.ts';
import {addFinalizer, releaseFinalizer} from '../../../source/reconcile/drain/finalizer.ts';
import {inferenceService} from '../../helpers/app-objects.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';

const ours = 'iter8.tools/finalizer';

function clusterWith(finalizers?: readonly string[]) {
	const cluster = createMemoryCluster();
	const object = cluster.put(inferenceService('wisdom-1', undefined, finalizers ? {finalizers} : {}));
	return {
		cluster,
		object,
		finalizers: () => cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers,
	};
}

test.each([
	[undefined, [ours]],
	[['theirs'], ['theirs', ours]],
])('beside %j ours is added', async (before, after) => {
	const {cluster, object, finalizers} = clusterWith(before);
	await addFinalizer(cluster, inferenceServices, object, 'iter8-controller');
	expect(finalizers()).toEqual(after);
});

test('ours is added to nothing that has changed since it was looked at', async () => {
	const {cluster, object, finalizers} = clusterWith();
	await cluster.patch(inferenceServices, 'models', 'wisdom-1', [
		{op: 'add', path: '/metadata/finalizers', value: ['theirs']},
	]);
	await expect(addFinalizer(cluster, inferenceServices, object, 'iter8-controller')).rejects.toMatchObject({
		reason: 'Invalid',
	});
	expect(finalizers()).toEqual(['theirs']);
});

test('neither is done to another object of the same name', async () => {
	const {cluster, object, finalizers} = clusterWith([ours]);
	const stranger = {...object, metadata: {...object.metadata, uid: 'another'}};
	await expect(releaseFinalizer(cluster, inferenceServices, stranger, 'iter8-controller')).rejects.toMatchObject({
		reason: 'Invalid',
	});
	await expect(addFinalizer(cluster, inferenceServices, stranger, 'iter8-controller')).rejects.toMatchObject({
		reason: 'Invalid',
	});
	expect(finalizers()).toEqual([ours]);
});

test('ours is released, those of others stay', async () => {
	const {cluster, object, finalizers} = clusterWith(['first', ours, 'last']);
	await releaseFinalizer(cluster, inferenceServices, object, 'iter8-controller');
	expect(finalizers()).toEqual(['first', 'last']);
});

test('where ours is not, or the object is gone, there is nothing to release', async () => {
	const {cluster, object} = clusterWith(['theirs']);
	await releaseFinalizer(cluster, inferenceServices, object, 'iter8-controller');
	expect(cluster.calls).toEqual([]);
	await releaseFinalizer(
		cluster,
		inferenceServices,
		inferenceService('gone', undefined, {finalizers: [ours]}),
		'iter8-controller',
	);
	expect(cluster.calls).toEqual(['patch inferenceservices models/gone']);
});

test('a release that finds another finalizer in its place takes nothing', async () => {
	const {cluster, object, finalizers} = clusterWith(['first', ours]);
	await cluster.patch(inferenceServices, 'models', 'wisdom-1', [
		{op: 'replace', path: '/metadata/finalizers', value: [ours, 'second']},
	]);
	await expect(releaseFinalizer(cluster, inferenceServices, object, 'iter8-controller')).rejects.toMatchObject({
		reason: 'Invalid',
	});
	expect(finalizers()).toEqual([ours, 'second']);
});

test('an object leaves when it is being deleted and waits for us', () => {
	const deletionTimestamp = '2026-01-01T12:00:00Z';
	const states = [
		{},
		{finalizers: [ours]},
		{deletionTimestamp},
		{deletionTimestamp, finalizers: ['theirs']},
		{deletionTimestamp, finalizers: ['theirs', ours]},
	];
	const objects = states.map(metadata => inferenceService('wisdom-1', undefined, metadata));
	expect(objects.map(object => hasFinalizer(object))).toEqual([false, true, false, false, true]);
	expect(objects.map(object => isLeaving(object))).toEqual([false, false, false, false, true]);
});
