import {afterAll, beforeAll, expect, test} from 'vitest';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {inferenceService, modes} from './inference-service.ts';
import {applyRoutemap, hasFinalizer, startRouter, untilReady} from './watched-app.ts';

let cluster: Cluster;
let router: Awaited<ReturnType<typeof startRouter>> | undefined;
beforeAll(async () => {
	cluster = await Cluster.start('kserve-old');
}, 600_000);
afterAll(async () => {
	await router?.stop();
	await cluster?.stop();
});

const labels = {'app.kubernetes.io/name': 'wisdom', 'iter8.tools/watch': 'true'};

test('our finalizer goes on models that KServe v0.15.2 has stored, in both modes, and off again, behind the webhooks of v0.20.0', async () => {
	const versions = ['wisdom-0', 'wisdom-1'] as const;
	for (const [index, mode] of modes.entries()) {
		const name = `wisdom-${index}`;
		await cluster.apply(inferenceService(name, mode, 'digits-lr', {labels, maxReplicas: 1}));
		await untilReady(cluster, name);
	}

	const stored = await Promise.all(versions.map(async name => cluster.read(name)));
	expect(stored.map(object => object?.metadata.annotations?.['serving.kserve.io/deploymentMode'])).toEqual([
		'Serverless',
		'RawDeployment',
	]);
	await cluster.upgrade();
	for (const name of versions) await untilReady(cluster, name);
	await applyRoutemap(cluster);
	router = await startRouter(cluster);
	for (const name of versions) {
		await waitFor(`the finalizer of ${name}`, async () => hasFinalizer(cluster, name), 60_000);
	}

	for (const name of versions) {
		await cluster.delete(name);
		expect(await cluster.read(name)).toBeUndefined();
	}
}, 900_000);
