import {describe, expect, it} from 'vitest';
import {LeaseHold} from '../../source/kube/lease-hold.ts';
import {runLease, type LeaseOptions} from '../../source/kube/lease.ts';
import {ConnectionError} from '../../source/objects/cluster.ts';
import {fieldAt, type KubeObject} from '../../source/objects/object.ts';
import {leases} from '../../source/objects/resource.ts';
import {createFakeCluster} from './fake-cluster.ts';

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

/** A clock that stands until the test moves it, and on which the daemons of the test sleep. */
function createClock() {
	let time = 0;
	let sleepers: Sleeper[] = [];
	return {
		monotonic: () => time,
		now: () => new Date(Date.UTC(2026, 0, 1) + time),
		wait: (ms: number, signal?: AbortSignal) =>
			new Promise<void>(resolve => {
				if (signal?.aborted) return resolve();
				sleepers.push({at: time + ms, wake: resolve});
				signal?.addEventListener('abort', () => resolve());
			}),
		/** Moves on, second by second, letting everybody act in each. */
		async pass(seconds: number): Promise<void> {
			await settle();
			for (let i = 0; i < seconds; i++) {
				time += 1000;
				const due = sleepers.filter(({at}) => at <= time);
				sleepers = sleepers.filter(({at}) => at > time);
				for (const {wake} of due) wake();
				await settle();
			}
		},
	};
}

/** Lets everything that is not waiting for the clock run to its end. */
async function settle(): Promise<void> {
	for (let i = 0; i < 20; i++) await new Promise(resolve => setImmediate(resolve));
}

function setUp() {
	const cluster = createFakeCluster();
	const clock = createClock();
	const story: string[] = [];
	const note = (what: string) => story.push(`${clock.monotonic() / 1000}s ${what}`);
	const spec = () => fieldAt(cluster.objects.get('leases/n/iter8'), 'spec');

	/** A daemon that leads until it is told to end, and takes `windDown` seconds for that. */
	function startDaemon(identity: string, options: Partial<LeaseOptions> = {}, windDown = 0) {
		const stop = new AbortController();
		const ended = runLease({
			cluster,
			namespace: 'n',
			name: 'iter8',
			identity,
			signal: stop.signal,
			...clock,
			onError: error => note(`${identity}: ${error.message}`),
			async lead(signal) {
				note(`${identity} leads`);
				await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
				if (windDown > 0) await clock.wait(windDown * 1000);
				note(`${identity} ends`);
			},
			...options,
		});
		ended.catch(() => {});
		return {stop: () => stop.abort(), ended};
	}

	return {cluster, clock, story, note, spec, startDaemon};
}

describe('runLease', () => {
	it('takes a lease that does not exist, and renews it', async () => {
		const {clock, spec, startDaemon, story} = setUp();
		startDaemon('a');
		await clock.pass(5);
		expect(spec()).toEqual({
			holderIdentity: 'a',
			leaseDurationSeconds: 15,
			acquireTime: '2026-01-01T00:00:00.000000Z',
			renewTime: '2026-01-01T00:00:04.000000Z',
			leaseTransitions: 0,
		});
		expect(story).toEqual(['0s a leads']);
	});

	it('says of its holder what that gives, repairs it, and keeps what others say', async () => {
		const {cluster, clock, startDaemon} = setUp();
		const annotations = () => cluster.objects.get('leases/n/iter8')?.metadata.annotations;
		const a = startDaemon('a', {annotations: {settings: 'of a'}});
		await clock.pass(1);
		expect(annotations()).toEqual({settings: 'of a'});
		const lease = await cluster.get(leases, 'n', 'iter8');
		const changed = {...lease.metadata, annotations: {settings: 'nonsense', note: 'mine'}};
		await cluster.replace(leases, {...lease, metadata: changed});
		await clock.pass(6);
		expect(annotations()).toEqual({settings: 'of a', note: 'mine'});
		a.stop();
		await a.ended;
		startDaemon('b', {annotations: {settings: 'of b'}});
		await clock.pass(1);
		expect(annotations()).toEqual({settings: 'of b', note: 'mine'});
	});

	it('releases at its end, so that the next one leads within a retry', async () => {
		const {clock, spec, startDaemon, story} = setUp();
		const a = startDaemon('a');
		await clock.pass(1);
		startDaemon('b');
		await clock.pass(2);
		a.stop();
		await a.ended;
		expect(spec()).toMatchObject({holderIdentity: '', leaseDurationSeconds: 1, leaseTransitions: 0});
		await clock.pass(2);
		expect(spec()).toMatchObject({holderIdentity: 'b', leaseDurationSeconds: 15, leaseTransitions: 1});
		expect(story).toEqual(['0s a leads', '3s a ends', '5s b leads']);
	});

	it('releases only after the leader has wound down, and renews until then', async () => {
		const {clock, spec, startDaemon, story} = setUp();
		const a = startDaemon('a', {}, 20);
		startDaemon('b');
		await clock.pass(1);
		a.stop();
		await clock.pass(24);
		expect(story).toEqual(['0s a leads', '21s a ends', '22s b leads']);
		expect(spec()).toMatchObject({holderIdentity: 'b'});
	});

	it('takes the lease of a holder that died, 15 s after it has seen the last change', async () => {
		const {cluster, clock, startDaemon, story, spec} = setUp();
		// Its clock is an hour ahead: what it wrote says nothing about our time.
		await cluster.create(leases, leaseOf('dead', '2026-01-01T01:00:00.000000Z'));
		startDaemon('b');
		await clock.pass(20);
		expect(story).toEqual(['16s b leads']);
		expect(spec()).toMatchObject({
			holderIdentity: 'b',
			leaseTransitions: 4,
			acquireTime: '2026-01-01T00:00:16.000000Z',
		});
	});

	it.each([
		[
			'for 68 years from the year 2100',
			{leaseDurationSeconds: 2_147_483_647, renewTime: '2100-01-01T00:00:00.000000Z'},
		],
		['for no time that can be read', {leaseDurationSeconds: 'for ever'}],
		['under a name that is none', {holderIdentity: ' \n\u001B[2J', leaseDurationSeconds: 3600}],
		['for the last time that can be counted', {leaseTransitions: 2_147_483_647, leaseDurationSeconds: 15}],
		['for no number of times', {leaseTransitions: -7, leaseDurationSeconds: 15}],
	])('takes the lease of a ghost within a minute, though it is held %s', async (_, spec) => {
		const {cluster, clock, startDaemon, story, spec: written} = setUp();
		const ghost = leaseOf('ghost', '2026-01-01T00:00:00.000000Z');
		await cluster.create(leases, {...ghost, spec: {...(ghost['spec'] as object), strategy: 'x', ...spec}});
		startDaemon('b');
		startDaemon('c');
		await clock.pass(64);
		expect(story).toHaveLength(1);
		const {holderIdentity, leaseTransitions, ...rest} = written() as Record<string, unknown>;
		expect(story[0]).toContain(`${String(holderIdentity)} leads`);
		expect(leaseTransitions).toBe('leaseTransitions' in spec ? 1 : 4);
		expect(Object.keys(rest)).toEqual(['acquireTime', 'leaseDurationSeconds', 'renewTime']);
	});

	it('leads no earlier than a daemon sees that it has lost the lease, whatever short time is written into it', async () => {
		const {cluster, clock, startDaemon, story} = setUp();
		let isCutOff = false;
		const replace: typeof cluster.replace = async (...call) => {
			if (isCutOff) throw new ConnectionError('refused');
			return cluster.replace(...call);
		};
		startDaemon('a', {cluster: {...cluster, replace}});
		await clock.pass(1);
		startDaemon('b');
		await clock.pass(1);
		isCutOff = true;
		const lease = cluster.objects.get('leases/n/iter8') as KubeObject;
		const spec = {...(lease['spec'] as object), leaseDurationSeconds: 1};
		cluster.objects.set('leases/n/iter8', {...lease, spec});
		await clock.pass(20);
		expect(story.filter(line => !line.includes('refused'))).toEqual(['0s a leads', '12s a ends', '19s b leads']);
	});

	it('leaves a holder alone that renews, whatever its clock says', async () => {
		const {cluster, clock, startDaemon, story} = setUp();
		let lease = await cluster.create(leases, leaseOf('other', '2020-01-01T00:00:00.000000Z'));
		startDaemon('b');
		for (let i = 0; i < 6; i++) {
			await clock.pass(10);
			const renewed = leaseOf('other', `2020-01-01T00:0${i}:30.000000Z`);
			lease = await cluster.replace(leases, {...lease, spec: renewed['spec']});
		}

		expect(story).toEqual([]);
	});

	it('ends leadership 10 s after the last renewal that succeeded', async () => {
		const {cluster, clock, startDaemon, story, note} = setUp();
		startDaemon('a');
		await clock.pass(3);
		cluster.before = () => {
			throw new ConnectionError('refused');
		};
		await clock.pass(9);
		cluster.before = () => {};
		await clock.pass(1);
		note('the server is back');
		await clock.pass(4);
		expect(story.filter(line => !line.includes('refused'))).toEqual([
			'0s a leads',
			'12s a ends',
			'13s the server is back',
			'14s a leads',
		]);
	});

	it('asks twice in that time when no answer comes, and waits no longer', async () => {
		const {cluster, clock, startDaemon, story} = setUp();
		startDaemon('a');
		await clock.pass(3);
		cluster.before = (_, signal) =>
			new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
		await clock.pass(10);
		expect(story).toEqual([
			'0s a leads',
			'9s a: the lease was not renewed within 5 s',
			'12s a: the lease was not renewed within 1 s',
			'12s a ends',
		]);
	});

	it('ends leadership as soon as it sees another holder', async () => {
		const {cluster, clock, startDaemon, story} = setUp();
		startDaemon('a');
		await clock.pass(1);
		const lease = cluster.objects.get('leases/n/iter8');
		await cluster.replace(leases, {
			...(lease as KubeObject),
			spec: {holderIdentity: 'thief', leaseDurationSeconds: 15},
		});
		await clock.pass(5);
		expect(story).toEqual(['0s a leads', '4s a ends']);
	});

	it('lets exactly one of two that start together lead', async () => {
		const {clock, startDaemon, story} = setUp();
		startDaemon('a');
		startDaemon('b');
		await clock.pass(60);
		expect(story).toEqual(['0s a leads']);
	});

	it('releases also when a renewal was cut off that the server has stored', async () => {
		const {cluster, clock, spec, startDaemon} = setUp();
		const a = startDaemon('a');
		await clock.pass(1);
		cluster.before = (call, signal) => {
			if (!call.startsWith('replace')) return undefined;
			cluster.before = () => {};
			const lease = cluster.objects.get('leases/n/iter8') as KubeObject;
			cluster.objects.set('leases/n/iter8', {...lease, metadata: {...lease.metadata, resourceVersion: '99'}});
			return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
		};
		await clock.pass(1);
		a.stop();
		await a.ended;
		expect(spec()).toMatchObject({holderIdentity: ''});
	});

	it('tells who holds the lease', async () => {
		const {clock, startDaemon} = setUp();
		const holders: string[] = [];
		const a = startDaemon('a');
		await clock.pass(1);
		const b = startDaemon('b', {onHolder: holder => holders.push(holder)});
		await clock.pass(1);
		a.stop();
		await clock.pass(2);
		b.stop();
		await b.ended;
		expect(holders).toEqual(['a', '', 'b', '']);
	});

	it('tells of a holder that has left out three renewals, once, and of none that renews', async () => {
		const {clock, cluster, startDaemon, story, note, spec} = setUp();
		const a = startDaemon('a');
		await clock.pass(1);
		const onSilence: LeaseOptions['onSilence'] = ({holder, silentMs, leftMs}) =>
			note(`${holder} is silent for ${silentMs / 1000} s, free in ${leftMs / 1000} s`);
		startDaemon('b', {onSilence});
		await clock.pass(20);
		a.stop();
		await clock.pass(3);
		const held = cluster.objects.get('leases/n/iter8');
		expect(story).toEqual(['0s a leads', '21s a ends', '23s b leads']);
		expect(held && spec()).toMatchObject({holderIdentity: 'b'});
		await cluster.replace(leases, {...held, spec: {...(spec() as object), holderIdentity: 'dead'}} as KubeObject);
		await clock.pass(20);
		expect(story.slice(3)).toEqual(['27s b ends', '33s dead is silent for 6 s, free in 9 s', '43s b leads']);
	});

	it('lets nothing be written any more before it releases, however the work ended', async () => {
		const {cluster, clock, startDaemon, spec} = setUp();
		const hold = new LeaseHold(clock);
		const left: number[] = [];
		cluster.before = () => void left.push(hold.leftMs());
		const {ended} = startDaemon('a', {hold, lead: () => Promise.reject(new Error('broken'))});
		await expect(ended).rejects.toThrow('broken');
		expect(spec()).toMatchObject({holderIdentity: ''});
		expect(left).toEqual([0, 0, 0]);
		expect(hold.leftMs()).toBe(0);
	});

	it('gives the lease up and fails when the work fails', async () => {
		const {clock, spec, startDaemon} = setUp();
		const {ended} = startDaemon('a', {lead: () => Promise.reject(new Error('broken'))});
		await clock.pass(1);
		await expect(ended).rejects.toThrow('broken');
		expect(spec()).toMatchObject({holderIdentity: ''});
	});

	it('renews with one request', async () => {
		const {cluster, clock, startDaemon} = setUp();
		startDaemon('a');
		await clock.pass(4);
		const {calls} = cluster;
		expect(calls).toEqual([
			'get leases/n/iter8',
			'create leases/n/iter8',
			'replace leases/n/iter8',
			'replace leases/n/iter8',
		]);
	});
});

function leaseOf(holder: string, renewTime: string): KubeObject {
	return {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: 'iter8', namespace: 'n'},
		spec: {holderIdentity: holder, leaseDurationSeconds: 15, renewTime, leaseTransitions: 3},
	};
}
