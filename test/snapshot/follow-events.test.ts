import {expect, onTestFinished, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import {defaultLeaderSettings, settingsAnnotation, settingsText} from '../../source/objects/leader-settings.ts';
import {clusterLeaseNamespace, leaseName, microTime} from '../../source/objects/lease.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {events, virtualServices} from '../../source/objects/resource.ts';
import {followEvents} from '../../source/snapshot/follow-events.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';

const now = new Date('2026-01-01T12:00:00Z');

function event(name: string, about: string, more: object, namespace = 'models'): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name, namespace},
		involvedObject: {kind: 'InferenceService', name: about, namespace},
		reason: name,
		...more,
	};
}

function follow(cluster: MemoryCluster) {
	const told: (readonly string[])[] = [];
	const errors: string[] = [];
	const stop = followEvents(
		{cluster, now: () => now},
		{namespace: 'models', name: 'wisdom'},
		{
			onEvents: list => told.push(list.map(({metadata}) => metadata.name)),
			onError: error => errors.push(error.message),
		},
	);
	onTestFinished(stop);
	return {told, errors, stop};
}

test("tells the events of an app's route, routemap and versions, the newest first, and those that come", async () => {
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec),
		event('applied', 'wisdom', {lastTimestamp: '2026-01-01T11:00:00Z'}),
		event('loaded', 'wisdom-0', {lastTimestamp: '2026-01-01T11:30:00Z'}),
		event('foreign', 'owl', {lastTimestamp: '2026-01-01T11:45:00Z'}),
		event('elsewhere', 'wisdom', {lastTimestamp: '2026-01-01T11:45:00Z'}, 'other'),
		// As events.k8s.io has it.
		event('repeated', 'wisdom-1', {
			lastTimestamp: null,
			eventTime: '2026-01-01T10:00:00.000000Z',
			series: {count: 3, lastObservedTime: '2026-01-01T11:15:00.000000Z'},
		}),
	]);
	const {told} = follow(cluster);
	await eventually(() => expect(told.at(-1)).toEqual(['loaded', 'repeated', 'applied']));
	cluster.put(event('reconciled', 'wisdom-routemap', {lastTimestamp: '2026-01-01T11:50:00Z'}));
	await eventually(() => expect(told.at(-1)).toEqual(['reconciled', 'loaded', 'repeated', 'applied']));
	await cluster.delete(events, 'models', 'loaded');
	await eventually(() => expect(told.at(-1)).toEqual(['reconciled', 'repeated', 'applied']));
});

test('follows the versions that a routemap names later', async () => {
	const cluster = createMemoryCluster([event('loaded', 'wisdom-0', {lastTimestamp: '2026-01-01T11:30:00Z'})]);
	const {told} = follow(cluster);
	await eventually(() => expect(told).toEqual([[]]));
	cluster.put(routemapConfigMap('wisdom-routemap', canarySpec));
	await eventually(() => expect(told.at(-1)).toEqual(['loaded']));
});

test('follows the routes of a kind that only the leading daemon was told of', async () => {
	const route = {resource: virtualServices, conditions: []};
	const lease = {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {
			name: leaseName,
			namespace: clusterLeaseNamespace,
			annotations: {
				[settingsAnnotation]: settingsText({
					...defaultLeaderSettings,
					types: new Map([...defaultResourceTypes, ['route', route]]),
				}),
			},
		},
		spec: {holderIdentity: 'daemon', leaseDurationSeconds: 15, renewTime: microTime(now)},
	};
	const spec = canarySpec.replace('gvrShort: vs', 'gvrShort: route').replace('name: wisdom\n', 'name: owl\n');
	const cluster = createMemoryCluster([
		lease,
		routemapConfigMap('wisdom-routemap', spec),
		event('applied', 'owl', {lastTimestamp: '2026-01-01T11:00:00Z'}),
	]);
	const {told} = follow(cluster);
	await eventually(() => expect(told.at(-1)).toEqual(['applied']));
});

test('gives no more than 200', async () => {
	const cluster = createMemoryCluster(
		Array.from({length: 250}, (_, index) =>
			event(`event-${index}`, 'wisdom', {lastTimestamp: new Date(1767268800000 + index * 1000).toISOString()}),
		),
	);
	const {told} = follow(cluster);
	await eventually(() => expect(told.at(-1)).toHaveLength(200));
	expect(told.at(-1)?.[0]).toBe('event-249');
});

test('what a routemap names where nobody may look keeps no events of the app from being shown', async () => {
	const spec = canarySpec.replace('name: wisdom-1, namespace: models', 'name: wisdom-1, namespace: secret');
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', spec),
		event('loaded', 'wisdom-0', {lastTimestamp: '2026-01-01T11:30:00Z'}),
	]);
	let asked = 0;
	cluster.onCall = call => {
		if (call.startsWith('list events secret') && asked++ >= 0)
			throw new ApiError(403, 'Forbidden', 'events is forbidden');
	};
	const {told, errors} = follow(cluster);
	await eventually(() => expect(told.at(-1)).toEqual(['loaded']));
	expect(asked).toBeGreaterThan(0);
	expect(errors).toEqual([]);
});

test('whoever may not read events is told so once', async () => {
	const cluster = createMemoryCluster([routemapConfigMap('wisdom-routemap', canarySpec)]);
	cluster.onCall = call => {
		if (call.startsWith('list events')) throw new ApiError(403, 'Forbidden', 'events is forbidden');
	};
	const {told, errors} = follow(cluster);
	await eventually(() => expect(errors).toEqual(['events is forbidden']));
	expect(told).toEqual([]);
});
