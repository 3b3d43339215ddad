import {expect, test} from 'vitest';
import {ApiError, ConnectionError, find, hasReason, isPassing} from '../../source/objects/cluster.ts';
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

test.for([429, 500, 502, 503, 504])('HTTP %i may pass', code => {
	expect(isPassing(new ApiError(code, '', 'busy'))).toBe(true);
});

test.for([400, 401, 403, 404, 409, 410, 422])('HTTP %i does not pass by itself', code => {
	expect(isPassing(new ApiError(code, '', 'refused'))).toBe(false);
});

test('no answer may pass, and any other error does not', () => {
	expect(isPassing(new ConnectionError('refused'))).toBe(true);
	expect(isPassing(new Error('refused'))).toBe(false);
	expect(isPassing({code: 503})).toBe(false);
});
