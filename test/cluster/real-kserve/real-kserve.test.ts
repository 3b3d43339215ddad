import {afterAll, beforeAll, expect, test} from 'vitest';
import {readRequests} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {inferenceService, modes} from './inference-service.ts';

let cluster: Cluster;
beforeAll(async () => {
	cluster = await Cluster.start();
});
afterAll(async () => cluster?.stop());

const expected = readRequests()[0]?.expected;

test.each(modes)('in %s mode a model is loaded, and answers through the gateway as scikit-learn said it would', async mode => {
	const name = `first-${mode.toLowerCase()}`;
	await cluster.apply(inferenceService(name, mode, 'digits-lr'));
	await cluster.ready(name);
	const host = await cluster.expose(name, mode);
	expect(await cluster.infer(name, host)).toEqual({
		model: name,
		version: 'digits-lr',
		prediction: expected?.['digits-lr'],
	});
	await cluster.delete(name);
	await waitFor('the end of its pods', async () => (await cluster.pods(name)).length === 0);
});
