import {expect, test} from 'vitest';
import type {ProbeResult} from '../../../source/mesh/route-probe.ts';
import {ApiError} from '../../../source/objects/cluster.ts';
import {inferenceServices} from '../../../source/objects/resource.ts';
import {Drain, type DrainOptions} from '../../../source/reconcile/drain/drain.ts';
import {inferenceService} from '../../helpers/app-objects.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';

const probe = {
	host: 'wisdom.models',
	request: {method: 'GET', path: '/', headers: {}},
	version: 'wisdom-1',
	namespace: 'models',
};

/** One candidate that is being deleted, under a clock that the test sets. */
async function leaving(options: Partial<DrainOptions> = {}) {
	const cluster = createMemoryCluster([
		inferenceService('wisdom-1', undefined, {finalizers: ['iter8.tools/finalizer']}),
	]);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	const object = await cluster.get(inferenceServices, 'models', 'wisdom-1');
	const clock = {ms: 1000};
	const released: string[] = [];
	const drain = new Drain({
		cluster,
		fieldManager: 'iter8-controller',
		drainMs: 500,
		probeLimitMs: 10_000,
		monotonic: () => clock.ms,
		deadlineMs: 300_000,
		now: () => new Date('2026-01-01T12:00:00Z'),
		onReleased: (_, {how}) => released.push(how),
		...options,
	});
	const advance = (...routemaps: readonly string[]) => drain.advance(inferenceServices, object, new Set(routemaps));
	return {cluster, object, clock, released, drain, advance};
}

test('an object waits for the route, then for the drain, then goes', async () => {
	const {object, clock, released, drain, advance} = await leaving();
	expect(await advance('one')).toEqual({requeueAfterMs: 300_000});
	clock.ms = 5000;
	drain.moved('one', object, probe);
	expect(await advance('one')).toEqual({requeueAfterMs: 500});
	clock.ms = 5400;
	expect(await advance('one')).toEqual({requeueAfterMs: 100});
	expect(released).toEqual([]);
	clock.ms = 5500;
	expect(await advance('one')).toEqual({});
	expect(released).toEqual(['its route is gone']);
});

test('it waits for each routemap that names it', async () => {
	const {object, clock, released, drain, advance} = await leaving({drainMs: 0});
	drain.moved('one', object, undefined);
	clock.ms = 9000;
	expect(await advance('one', 'two')).toEqual({requeueAfterMs: 292_000});
	expect(released).toEqual([]);
	drain.moved('two', object, undefined);
	await advance('one', 'two');
	expect(released).toEqual(['its route is gone']);
});

test('an object goes at its deadline, whatever still names it and however often the daemon begins anew', async () => {
	const overdue: unknown[] = [];
	const now = {iso: '2026-01-01T12:04:55Z'};
	const {clock, advance, cluster} = await leaving({
		now: () => new Date(now.iso),
		onReleased: (_, {how, overdueFor}) => overdue.push([how, overdueFor]),
	});
	expect(await advance('one', 'two')).toEqual({requeueAfterMs: 10_500});
	now.iso = '2026-01-01T12:05:05.499Z';
	clock.ms += 10_499;
	expect(await advance('one', 'two')).toEqual({requeueAfterMs: 1});
	clock.ms += 1;
	expect(await advance('one', 'two')).toEqual({});
	expect(overdue).toEqual([['its deadline has passed', ['one', 'two']]]);
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')).toBeUndefined();
});

test('a clock that is ahead of the server lets nothing go at first sight', async () => {
	const {released, drain, object, clock, advance} = await leaving({now: () => new Date('2026-01-01T13:00:00Z')});
	expect(await advance('one')).toEqual({requeueAfterMs: 10_500});
	drain.moved('one', object, undefined);
	expect(await advance('one')).toEqual({requeueAfterMs: 500});
	clock.ms += 500;
	await advance('one');
	expect(released).toEqual(['its route is gone']);
});

test('a clock that is behind the one of the server does not put the deadline off', async () => {
	const {clock, released, advance} = await leaving({now: () => new Date('2026-01-01T10:00:00Z')});
	expect(await advance('one')).toEqual({requeueAfterMs: 300_000});
	clock.ms += 300_000;
	expect(await advance('one')).toEqual({});
	expect(released).toEqual(['its deadline has passed']);
});

test('a gateway that keeps the old route does not hold an object beyond its deadline', async () => {
	const {released, drain, object, clock, advance} = await leaving({
		deadlineMs: 2000,
		now: () => new Date('2026-01-01T12:00:10Z'),
		probeRoute: () => Promise.resolve('old'),
	});
	drain.moved('one', object, probe);
	expect(await advance('one')).toEqual({requeueAfterMs: 100});
	clock.ms += 2000;
	expect(await advance('one')).toEqual({});
	expect(released).toEqual(['its deadline has passed']);
});

test('an object that no routemap names waits for the drain only', async () => {
	const {clock, released, advance} = await leaving({probeRoute: () => Promise.reject(new Error('not to be asked'))});
	expect(await advance()).toEqual({requeueAfterMs: 500});
	clock.ms = 1500;
	await advance();
	expect(released).toEqual(['no routemap names it']);
});

test('the drain begins when the gateway has answered by the new route three times in a row', async () => {
	const answers: ProbeResult[] = ['old', 'new', 'new', 'old', 'new', 'new', 'new'];
	const {object, clock, released, drain, advance} = await leaving({
		probeRoute: asked => {
			expect(asked).toBe(probe);
			return Promise.resolve(answers.shift() ?? 'unknown');
		},
	});
	drain.moved('one', object, probe);
	expect(await advance('one')).toEqual({requeueAfterMs: 100});
	clock.ms = 1100;
	expect(await advance('one')).toEqual({requeueAfterMs: 100});
	clock.ms = 1200;
	expect(await advance('one')).toEqual({requeueAfterMs: 500});
	expect(answers).toEqual([]);
	clock.ms = 1700;
	await advance('one');
	expect(released).toEqual(['its route is gone']);
});

test('a gateway that follows the old route for ever holds an object up only so long', async () => {
	const {object, clock, released, drain, advance} = await leaving({probeRoute: () => Promise.resolve('old')});
	drain.moved('one', object, probe);
	clock.ms = 10_999;
	expect(await advance('one')).toEqual({requeueAfterMs: 100});
	clock.ms = 11_000;
	expect(await advance('one')).toEqual({requeueAfterMs: 500});
	clock.ms = 11_500;
	await advance('one');
	expect(released).toEqual(['the gateway still follows the old route']);
});

test('a gateway that cannot be reached holds nothing up', async () => {
	const {object, drain, advance} = await leaving({probeRoute: () => Promise.resolve('unknown')});
	drain.moved('one', object, probe);
	expect(await advance('one')).toEqual({requeueAfterMs: 500});
});

test('moving again does not begin again', async () => {
	const {object, clock, drain, advance} = await leaving();
	drain.moved('one', object, undefined);
	await advance('one');
	clock.ms = 1300;
	drain.moved('one', object, undefined);
	expect(await advance('one')).toEqual({requeueAfterMs: 200});
});

test('a release that fails is told to the caller and can be tried again', async () => {
	const {cluster, object, released, drain, advance} = await leaving({drainMs: 0});
	drain.moved('one', object, undefined);
	cluster.onCall = () => {
		throw new ApiError(500, 'InternalError', 'etcd is away');
	};
	await expect(advance('one')).rejects.toThrow('etcd is away');
	expect(released).toEqual([]);
	cluster.onCall = undefined;
	await advance('one');
	expect(released).toEqual(['its route is gone']);
});

test('what is not leaving is left alone, and what is forgotten begins anew', async () => {
	const {cluster, object, drain, advance} = await leaving({drainMs: 0});
	const {length} = cluster.calls;
	expect(await drain.advance(inferenceServices, inferenceService('wisdom-1'), new Set())).toEqual({});
	expect(cluster.calls).toHaveLength(length);
	drain.moved('one', object, undefined);
	drain.forget(object.metadata.uid ?? '');
	await advance('one');
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')).toBeDefined();
});
