import {expect, test} from 'vitest';
import {PermissiveReader} from '../../../source/check/read/permissive-reader.ts';
import {ApiError} from '../../../source/objects/cluster.ts';
import {configMaps, services} from '../../../source/objects/resource.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';

const {signal} = new AbortController();
const names = Array.from({length: 9}, (_, index) => `models/owl-${index}`);

function serviceCluster(): MemoryCluster {
	const service = (name: string) => ({apiVersion: 'v1', kind: 'Service', metadata: {name, namespace: 'models'}});
	return createMemoryCluster([service('owl-0'), service('owl-1')]);
}

const existing = (found: ReadonlyMap<string, unknown>) =>
	[...found].filter(([, object]) => object !== undefined).map(([title]) => title);

test.each([
	[2, ['get services models/owl-0', 'get services models/owl-1']],
	[9, ['list services models']],
])('%d objects of a namespace are read by %j', async (count, calls) => {
	const cluster = serviceCluster();
	const found = await new PermissiveReader(cluster, signal).objects(services, names.slice(0, count));
	expect(existing(found)).toEqual(['models/owl-0', 'models/owl-1']);
	expect(found.size).toBe(count);
	expect(cluster.calls).toEqual(calls);
});

test('what is forbidden is left out and remembered, a missing kind has no objects', async () => {
	const cluster = serviceCluster();
	cluster.onCall = call => {
		if (call === 'list configmaps' || call.startsWith('get services'))
			throw new ApiError(403, 'Forbidden', `no ${call}`);
	};
	const reading = new PermissiveReader(cluster, signal);
	expect(await reading.objects(services, ['models/owl-0'])).toEqual(new Map());
	expect(await reading.list(configMaps, [undefined])).toEqual([]);
	expect([...reading.forbidden]).toEqual(['no get services models/owl-0', 'no list configmaps']);
	cluster.onCall = undefined;
	cluster.setInstalled(services, false);
	expect(await reading.objects(services, ['models/owl-0'])).toEqual(new Map([['models/owl-0', undefined]]));
	expect([...reading.missing]).toEqual(['Service']);
});

test('where all namespaces may not be listed, one may', async () => {
	const cluster = serviceCluster();
	cluster.onCall = call => {
		if (call === 'list services') throw new ApiError(403, 'Forbidden', 'not all');
	};
	const reading = new PermissiveReader(cluster, signal);
	expect((await reading.list(services, [undefined, 'models'])).length).toBe(2);
	expect([...reading.forbidden]).toEqual([]);
});

test('other errors are passed on', async () => {
	const cluster = serviceCluster();
	cluster.setReachable(false);
	await expect(new PermissiveReader(cluster, signal).list(services, ['models'])).rejects.toThrow('refused');
});
