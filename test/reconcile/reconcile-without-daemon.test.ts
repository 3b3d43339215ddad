import {expect, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {virtualServices} from '../../source/objects/resource.ts';
import {reconcileWithoutDaemon} from '../../source/reconcile/reconcile-without-daemon.ts';
import {inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';

const spec = {hosts: ['shop.example.com'], gateways: ['istio-system/entry']};
const route = {apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {name: 'wisdom'}, spec};
const strSpec = JSON.stringify({
	versions: [{resources: [{gvrShort: 'isvc', name: 'wisdom-0'}]}],
	routingTemplates: {route: {gvrShort: 'vs', template: JSON.stringify(route)}},
});
const configMap = routemapConfigMap('wisdom', strSpec);

function reconcileIn(cluster: MemoryCluster): Promise<void> {
	const {signal} = new AbortController();
	const now = (): Date => new Date('2026-01-01T12:00:00Z');
	const context = {cluster, types: defaultResourceTypes, namespace: 'models', holdMs: 120_000, now, drainMs: 0, signal};
	return reconcileWithoutDaemon(context, configMap, () => undefined);
}

test('a host that a route of another namespace has is not taken by the rights of whoever runs a verb', async () => {
	const other = {...route, metadata: {name: 'shop', namespace: 'team-c'}};
	const cluster = createMemoryCluster([configMap, inferenceService('wisdom-0'), other]);
	await expect(reconcileIn(cluster)).rejects.toThrow(
		'VirtualService team-c/shop has the host shop.example.com already',
	);
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toBeUndefined();
});

test('who may see the routes of one namespace only can do without a daemon, too', async () => {
	const cluster = createMemoryCluster([configMap, inferenceService('wisdom-0')]);
	cluster.onCall = call => {
		if (call === 'list virtualservices') throw new ApiError(403, 'Forbidden', 'no');
	};
	await reconcileIn(cluster);
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toBeDefined();
});
