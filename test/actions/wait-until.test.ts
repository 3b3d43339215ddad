import {expect, test} from 'vitest';
import type {ActionContext} from '../../source/actions/action-context.ts';
import {waitUntil, waitUntilGone} from '../../source/actions/wait-until.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {primary} from '../verbs/rollout.ts';

function contextOf(cluster: MemoryCluster, options: Partial<ActionContext> = {}): ActionContext {
	return {
		cluster,
		namespace: 'models',
		types: defaultResourceTypes,
		now: () => new Date('2026-01-01T12:00:00Z'),
		signal: new AbortController().signal,
		timeoutMs: 5000,
		drainMs: 0,
		...options,
	};
}

const isReady = (object: KubeObject | undefined): true | string => object?.['status'] !== undefined || 'no status yet';
const setReady = (cluster: MemoryCluster): KubeObject =>
	cluster.setStatus(inferenceServices, 'models', 'wisdom-0', {ready: true});

test('a wait ends with the change that it waits for, and tells once what it is waiting for', async () => {
	const cluster = createMemoryCluster([primary()]);
	const told: string[] = [];
	const waited = waitUntil(contextOf(cluster), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: words => {
			told.push(words);
			setReady(cluster);
		},
	});
	expect((await waited)?.['status']).toEqual({ready: true});
	expect(told).toEqual(['no status yet']);
});

test('a watch that breaks or is too old is begun again', async () => {
	const cluster = createMemoryCluster([primary()]);
	const waited = waitUntil(contextOf(cluster), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => {
			cluster.onCall = call => {
				if (!call.startsWith('watch')) return;
				cluster.onCall = undefined;
				cluster.setReachable(false);
				queueMicrotask(() => {
					cluster.setReachable(true);
					setReady(cluster);
				});
			};
		},
	});
	expect((await waited)?.['status']).toEqual({ready: true});
});

test('a wait that takes too long says what was awaited, and of which object', async () => {
	const cluster = createMemoryCluster([primary()]);
	const waited = waitUntil(contextOf(cluster, {timeoutMs: 30}), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => undefined,
	});
	await expect(waited).rejects.toThrow(
		'timed out after 0s waiting for inferenceservice.serving.kserve.io/wisdom-0: no status yet',
	);
});

test('another object of the same name is not waited for', async () => {
	const cluster = createMemoryCluster([primary({uid: 'new'})]);
	await expect(
		waitUntilGone(contextOf(cluster), inferenceServices, primary({uid: 'old'}), () => undefined),
	).resolves.toBeUndefined();
});
