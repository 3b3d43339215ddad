import {afterAll, beforeAll, expect, test} from 'vitest';
import {waitFor} from '../testbed/wait.ts';
import {Cluster} from './cluster.ts';
import {inferenceService, modes} from './inference-service.ts';
import {applyRoutemap, hasFinalizer, startRouter, untilReady} from './watched-app.ts';

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

/** APP-0 in Knative mode, APP-1 in Standard mode. */
async function applyModels(app: string): Promise<readonly string[]> {
	const labels = {'app.kubernetes.io/name': app, 'iter8.tools/watch': 'true'};
	const names = modes.map((_, index) => `${app}-${index}`);
	for (const [index, mode] of modes.entries()) {
		await cluster.apply(inferenceService(`${app}-${index}`, mode, 'digits-lr', {labels, maxReplicas: 1}));
		await untilReady(cluster, `${app}-${index}`);
	}

	return names;
}

/**
 * Waits for a state, and types the commands that the daemon names in its log until it comes. Resolves to the objects that
 * commands were told for.
 */
async function asTold(what: string, question: () => Promise<boolean>): Promise<readonly string[]> {
	const told = new Set<string>();
	const seen = router.daemon.log().length;
	await waitFor(
		what,
		async () => {
			if (await question()) return true;
			const lines = router.daemon
				.log()
				.slice(seen)
				.map(line => JSON.stringify(line));
			for (const line of lines) {
				const name = /kubectl patch inferenceservice (\S+) -n default --type merge -p '\{\}'/.exec(line)?.[1];
				if (name === undefined || told.has(name)) continue;
				told.add(name);
				await cluster.testbed.kubectl(['patch', 'inferenceservice', name, '--type', 'merge', '-p', '{}']);
			}

			return false;
		},
		60_000,
		200,
	);
	return [...told].toSorted();
}

test('behind the webhooks of v0.20.0 our finalizer goes on models that v0.15.2 has stored, and off, after a command that the daemon names', async () => {
	const guarded = await applyModels('wisdom');
	const late = await applyModels('late');
	await applyRoutemap(cluster);
	for (const name of guarded) await waitFor(`the finalizer of ${name}`, async () => hasFinalizer(cluster, name));
	await cluster.upgrade();

	await applyRoutemap(cluster, 'late');
	const haveIt = async (): Promise<boolean> =>
		(await Promise.all(late.map(async name => hasFinalizer(cluster, name)))).every(Boolean);
	expect(await asTold('the finalizers of models without one', haveIt)).toEqual(late);

	const models = [...guarded, ...late];
	await cluster.testbed.kubectl(['delete', 'inferenceservices', ...models, '--wait=false']);
	const areGone = async (): Promise<boolean> =>
		(await Promise.all(models.map(async name => cluster.read(name)))).every(object => object === undefined);
	expect(await asTold('the end of all models', areGone)).toEqual(guarded);
}, 900_000);
