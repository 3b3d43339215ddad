import {expect, test} from 'vitest';
import {inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import {bringRoutesInForce} from '../../source/runner/routes-in-force.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {fixtures} from '../helpers/fixtures.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {createSession} from '../helpers/session.ts';

test('a wait for the daemon goes by the settings of the one that leads then, whoever led when it began', async () => {
	const types = {
		model: {resource: inferenceServices, conditions: ['Ready']},
		vs: {resource: virtualServices, conditions: []},
	};
	const annotations = {'iter8.tools/daemon-settings': JSON.stringify({types})};
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec.replaceAll('isvc', 'model')),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
		...fixtures('apps/lease').map(lease => ({...lease, metadata: {...lease.metadata, annotations}})),
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	const context = createSession(cluster).actionContext('models', new AbortController().signal);
	expect(context.types.has('model')).toBe(false);
	await bringRoutesInForce({...context, timeoutMs: 100}, 'wisdom', () => undefined);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	await expect(bringRoutesInForce({...context, timeoutMs: 100}, 'wisdom', () => undefined)).rejects.toThrow(
		/the daemon iter8-7f9c leads and has not written it yet$/,
	);
});
