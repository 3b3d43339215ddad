import {describe, expect, it} from 'vitest';
import {writeWhileHeld} from '../../source/kube/guarded-cluster.ts';
import {LeaseHold, LostLease} from '../../source/kube/lease-hold.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {createFakeCluster} from './fake-cluster.ts';

function setUp() {
	const clock = {monotonic: 1000, wall: Date.UTC(2026, 0, 1)};
	const hold = new LeaseHold({monotonic: () => clock.monotonic, now: () => new Date(clock.wall)});
	return {clock, hold};
}

describe('a lease that was renewed for 10 s', () => {
	it.each([
		['at once', 0, 0, 10_000],
		['9 s later', 9000, 9000, 1000],
		['10 s later', 10_000, 10_000, 0],
		['after the process stood for 30 s', 30_000, 30_000, 0],
		['after the machine slept for a minute, and its clock with it', 0, 60_000, 0],
		['when the wall clock jumped back an hour', 2000, 2000 - 3_600_000, 8000],
		['when the wall clock jumped ahead an hour', 2000, 3_600_000, 0],
	])('may be relied on, %s: %i ms and %i ms on the clocks leave %i ms', (_, monotonic, wall, left) => {
		const {clock, hold} = setUp();
		hold.renew(hold.moment(), 10_000);
		clock.monotonic += monotonic;
		clock.wall += wall;
		expect(hold.leftMs()).toBe(left);
	});

	it('counts from when the renewal was sent, not from its answer', () => {
		const {clock, hold} = setUp();
		const sent = hold.moment();
		clock.monotonic += 4000;
		clock.wall += 4000;
		hold.renew(sent, 10_000);
		expect(hold.leftMs()).toBe(6000);
	});
});

const object = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'n'}};

describe('a cluster that is written to while a lease is held', () => {
	it('takes no write before the first term, between terms and after a pause', async () => {
		const {clock, hold} = setUp();
		const memory = createFakeCluster();
		const cluster = writeWhileHeld(memory, hold);
		await expect(cluster.create(configMaps, object)).rejects.toBeInstanceOf(LostLease);
		hold.renew(hold.moment(), 10_000);
		await cluster.create(configMaps, object);
		clock.monotonic += 30_000;
		await expect(cluster.replace(configMaps, object)).rejects.toBeInstanceOf(LostLease);
		hold.end();
		await expect(cluster.delete(configMaps, 'n', 'a')).rejects.toBeInstanceOf(LostLease);
		hold.renew(hold.moment(), 10_000);
		await cluster.patch(configMaps, 'n', 'a', []);
		expect(memory.calls).toEqual(['create configmaps/n/a', 'patch configmaps/n/a']);
	});

	it('lets go of a write whose answer has not come when the term ends', async () => {
		const {hold} = setUp();
		const memory = createFakeCluster();
		memory.before = (_, signal) =>
			new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
		hold.renew(hold.moment(), 10_000);
		const write = writeWhileHeld(memory, hold).create(configMaps, object);
		hold.end();
		await expect(write).rejects.toBeInstanceOf(LostLease);
	});

	it('is read also without one', async () => {
		const {hold} = setUp();
		const memory = createFakeCluster();
		await memory.create(configMaps, object);
		expect(await writeWhileHeld(memory, hold).get(configMaps, 'n', 'a')).toMatchObject({metadata: {name: 'a'}});
	});
});
