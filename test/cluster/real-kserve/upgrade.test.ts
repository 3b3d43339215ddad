import {afterAll, beforeAll, expect, test} from 'vitest';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {applyRoutemap, applyVersions, hasFinalizer, startRouter} from './watched-app.ts';

let cluster: Cluster;
let router: Awaited<ReturnType<typeof startRouter>>;
beforeAll(async () => {
	cluster = await Cluster.start('kserve-old');
	router = await startRouter(cluster);
}, 600_000);
afterAll(async () => {
	await router?.stop();
	await cluster?.stop();
});

test('behind the webhooks of v0.20.0 our finalizer goes on models that v0.15.2 has stored, and off, with nothing for anybody to do', async () => {
	const guarded = await applyVersions(cluster, 'wisdom');
	const late = await applyVersions(cluster, 'late');
	await applyRoutemap(cluster);
	for (const name of guarded) await waitFor(`the finalizer of ${name}`, async () => hasFinalizer(cluster, name));
	await cluster.upgrade();

	await applyRoutemap(cluster, 'late');
	for (const name of late) await waitFor(`the finalizer of ${name}`, async () => hasFinalizer(cluster, name));

	await cluster.testbed.kubectl(['delete', 'inferenceservices', ...guarded, ...late, '--timeout=60s']);
	for (const name of [...guarded, ...late]) expect(await cluster.read(name)).toBeUndefined();
}, 900_000);
