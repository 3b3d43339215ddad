import {expect, test} from 'vitest';
import {ApiError, ConnectionError, find, hasReason} from '../../source/objects/cluster.ts';
import {configMaps, inferenceServices} from '../../source/objects/resource.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

test('an object that does not exist is found to be undefined', async () => {
	const cluster = createMemoryCluster();
	expect(await find(cluster, configMaps, 'models', 'wisdom')).toBeUndefined();
});

test('that a kind of object is missing altogether is no answer to find', async () => {
	const cluster = createMemoryCluster();
	cluster.setInstalled(inferenceServices, false);
	await expect(find(cluster, inferenceServices, 'models', 'wisdom-0')).rejects.toMatchObject({
		reason: 'ResourceMissing',
	});
});

test('a reason is one of the API server only', () => {
	expect(hasReason(new ApiError(409, 'Conflict', 'changed'), 'Conflict')).toBe(true);
	expect(hasReason(new ApiError(409, 'Conflict', 'changed'), 'NotFound')).toBe(false);
	expect(hasReason(new ConnectionError('Conflict'), 'Conflict')).toBe(false);
	expect(hasReason({reason: 'Conflict'}, 'Conflict')).toBe(false);
});
