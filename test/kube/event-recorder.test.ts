import {describe, expect, it} from 'vitest';
import {createEventRecorder} from '../../source/kube/event-recorder.ts';
import {ConnectionError} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {createFakeCluster} from './fake-cluster.ts';

const routemap: KubeObject = {
	apiVersion: 'v1',
	kind: 'ConfigMap',
	metadata: {name: 'wisdom', namespace: 'models', uid: 'u1', resourceVersion: '5'},
};

/** A recorder whose clock stands until a test moves it. */
function setUp(quiet?: () => Promise<void>) {
	const cluster = createFakeCluster();
	const errors: string[] = [];
	const clock = {now: Date.UTC(2026, 0, 1)};
	const recorder = createEventRecorder({
		cluster,
		component: 'kubectl-iter8',
		instance: 'host_1',
		onError: error => errors.push(error.message),
		...(quiet ? {quiet} : {}),
		now: () => new Date(clock.now),
	});
	const counts = () => [...cluster.objects.values()].map(event => [event['message'], event['count']]);
	return {cluster, recorder, errors, clock, counts};
}

describe('an event', () => {
	it('says what happened to which object', async () => {
		const {cluster, recorder} = setUp();
		recorder.record(routemap, 'Warning', 'TemplateInvalid', 'line 3: no such function');
		await recorder.idle();

		expect([...cluster.objects.values()]).toEqual([
			{
				apiVersion: 'v1',
				kind: 'Event',
				metadata: {name: expect.stringMatching(/^wisdom\.[0-9a-f]{16}$/), namespace: 'models', resourceVersion: '1'},
				involvedObject: {
					apiVersion: 'v1',
					kind: 'ConfigMap',
					name: 'wisdom',
					namespace: 'models',
					uid: 'u1',
					resourceVersion: '5',
				},
				type: 'Warning',
				reason: 'TemplateInvalid',
				message: 'line 3: no such function',
				count: 1,
				firstTimestamp: '2026-01-01T00:00:00.000Z',
				lastTimestamp: '2026-01-01T00:00:00.000Z',
				source: {component: 'kubectl-iter8'},
				reportingComponent: 'kubectl-iter8',
				reportingInstance: 'host_1',
			},
		]);
	});

	it('is counted when it repeats', async () => {
		const {cluster, recorder, clock} = setUp();
		recorder.record(routemap, 'Normal', 'Routed', 'same');
		await recorder.idle();
		clock.now += 60_000;
		recorder.record(routemap, 'Normal', 'Routed', 'same');
		recorder.record(routemap, 'Normal', 'Routed', 'same');
		recorder.record(routemap, 'Normal', 'Routed', 'other');
		await recorder.idle();

		const events = [...cluster.objects.values()];
		expect(
			events.map(event => [event['message'], event['count'], event['firstTimestamp'], event['lastTimestamp']]),
		).toEqual([
			['same', 3, '2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z'],
			['other', 1, '2026-01-01T00:01:00.000Z', '2026-01-01T00:01:00.000Z'],
		]);
	});

	it('is written anew, with its count, when the server has forgotten it', async () => {
		const {cluster, recorder, counts} = setUp();
		recorder.record(routemap, 'Normal', 'Routed', 'same');
		await recorder.idle();
		cluster.objects.clear();
		recorder.record(routemap, 'Normal', 'Routed', 'same');
		await recorder.idle();
		expect(counts()).toEqual([['same', 2]]);
	});

	it('has no longer message than the server takes', async () => {
		const {counts, recorder} = setUp();
		recorder.record(routemap, 'Normal', 'Routed', 'é'.repeat(1000));
		await recorder.idle();
		const message = String(counts()[0]?.[0]);
		expect(message).toBe(`${'é'.repeat(510)}…`);
		expect(Buffer.byteLength(message)).toBeLessThanOrEqual(1024);
	});
});

describe('the recorder', () => {
	it('writes one event at a time', async () => {
		const {cluster, recorder, counts} = setUp();
		let inFlight = 0;
		let most = 0;
		cluster.before = async () => {
			most = Math.max(most, ++inFlight);
			await new Promise(resolve => setImmediate(resolve));
			inFlight--;
		};
		for (let i = 0; i < 10; i++) recorder.record(routemap, 'Normal', 'Routed', `message ${i}`);
		await recorder.idle();
		expect({written: counts().length, most}).toEqual({written: 10, most: 1});
	});

	it('tells a failure and goes on', async () => {
		const {cluster, recorder, errors, counts} = setUp();
		cluster.before = () => {
			if (cluster.calls.length === 1) throw new ConnectionError('refused');
		};
		recorder.record(routemap, 'Normal', 'Routed', 'one');
		recorder.record(routemap, 'Normal', 'Routed', 'two');
		await recorder.idle();
		expect({errors, counts: counts()}).toEqual({errors: ['refused'], counts: [['two', 1]]});
	});

	it('lets one object cause 25 events at once, then one every five minutes', async () => {
		const {recorder, counts, clock} = setUp();
		for (let i = 0; i < 30; i++) recorder.record(routemap, 'Normal', 'Routed', `message ${i}`);
		await recorder.idle();
		expect(counts()).toHaveLength(25);
		clock.now += 5 * 60_000;
		recorder.record(routemap, 'Normal', 'Routed', 'later');
		recorder.record(routemap, 'Normal', 'Routed', 'too many');
		await recorder.idle();
		expect(counts()).toHaveLength(26);
		expect(counts().at(-1)).toEqual(['later', 1]);
	});

	it('waits while something more important is under way', async () => {
		const {promise: gate, resolve: open} = Promise.withResolvers<void>();
		const {recorder, counts} = setUp(async () => gate);
		recorder.record(routemap, 'Normal', 'Routed', 'one');
		await new Promise(resolve => setImmediate(resolve));
		recorder.record(routemap, 'Normal', 'Routed', 'one');
		expect(counts()).toEqual([]);
		open();
		await recorder.idle();
		expect(counts()).toEqual([['one', 2]]);
	});

	it('drops what its queue does not hold, and says so', async () => {
		const {recorder, errors, counts} = setUp();
		for (let i = 0; i < 4097; i++) {
			recorder.record({...routemap, metadata: {name: `r${i}`, namespace: 'n'}}, 'Normal', 'Routed', 'x');
		}

		await recorder.idle();
		expect({errors, written: counts().length}).toEqual({
			errors: ['too many events at once: dropped Routed on ConfigMap n/r4096'],
			written: 4096,
		});
	});
});
