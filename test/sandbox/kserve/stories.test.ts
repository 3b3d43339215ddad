import {expect, test} from 'vitest';
import type {Address} from '../../../source/sandbox/gateway/upstream.ts';
import {eventually} from '../../helpers/eventually.ts';
import {Story} from './story.ts';

const stop = {'serving.kserve.io/stop': 'true'};

/** What a load goes through in Knative mode. */
const loads = [
	'Ready Unknown, InProgress -→Pending, newest revision not ready, traffic -',
	'Ready Unknown, InProgress -→Loading, newest revision not ready, traffic -',
	'Ready Unknown, InProgress -→Pending, newest revision not ready, traffic -',
	'Ready Unknown, InProgress -→Pending, newest revision ready, traffic newest 100',
	'Ready True, InProgress -→Pending, newest revision ready, traffic newest 100',
	'Ready True, UpToDate Loaded→Loaded, newest revision ready, traffic newest 100',
];

test('in Knative mode a model that fails, is mended, replaced, stopped and resumed goes through the states of the real KServe', async () => {
	const story = new Story('Knative');
	await story.begin();
	await story.change('none', [
		'Ready -, - -→-, newest revision none, traffic -',
		'Ready Unknown, InProgress -→Pending, newest revision none, traffic -',
		...loads.slice(0, 2),
		'Ready Unknown, BlockedByFailedLoad -→FailedToLoad, newest revision not ready, traffic -',
		'Ready False, BlockedByFailedLoad -→FailedToLoad, newest revision not ready, traffic -',
	]);
	await story.change('v1', [
		'Ready Unknown, BlockedByFailedLoad -→FailedToLoad, newest revision not ready, traffic -',
		...loads,
	]);
	await story.change('v2', [
		'Ready Unknown, InProgress Loaded→Pending, newest revision ready, traffic newest 100',
		'Ready Unknown, InProgress Loaded→Pending, newest revision not ready, traffic older 100',
		'Ready Unknown, InProgress Loaded→Loading, newest revision not ready, traffic older 100',
		'Ready Unknown, InProgress Loaded→Pending, newest revision not ready, traffic older 100',
		'Ready Unknown, InProgress Loaded→Pending, newest revision ready, traffic newest 100',
		'Ready True, UpToDate Loaded→Loaded, newest revision ready, traffic newest 100',
	]);
	await story.change('none', [
		'Ready Unknown, InProgress Loaded→Pending, newest revision ready, traffic newest 100',
		'Ready Unknown, InProgress Loaded→Pending, newest revision not ready, traffic older 100',
		'Ready Unknown, InProgress Loaded→Loading, newest revision not ready, traffic older 100',
		'Ready Unknown, BlockedByFailedLoad Loaded→FailedToLoad, newest revision not ready, traffic older 100',
		'Ready False, BlockedByFailedLoad Loaded→FailedToLoad, newest revision not ready, traffic older 100',
	]);
	await story.change('none', ['Ready False, - -→-, newest revision none, traffic -'], stop);
	await story.change('v1', [
		'Ready False, InProgress -→Pending, newest revision none, traffic -',
		'Ready Unknown, InProgress -→Pending, newest revision none, traffic -',
		...loads,
	]);
	expect(story.unknown()).toEqual([]);
});

/** Told only where something has KServe look at a model that sleeps. */
const asleep = 'Ready True, InProgress Loaded→Pending, newest revision ready, traffic newest 100';

test('in Knative mode a model that nobody asks is scaled to zero, of which no status tells, and the next request wakes it', async () => {
	const story = new Story('Knative', {minReplicas: 0});
	const {addressOf} = await story.begin();
	const find = async (ended: Promise<void>): Promise<Address | undefined> =>
		addressOf('rollout-predictor-00001.default.svc.cluster.local', 80, ended);
	await story.change('v1', [
		'Ready -, - -→-, newest revision none, traffic -',
		'Ready Unknown, InProgress -→Pending, newest revision none, traffic -',
		...loads,
	]);
	const first = await find(Promise.resolve());
	await eventually(async () => expect(await isServed(first)).toBe(false));
	await story.change('v1', [asleep], {'kubectl.kubernetes.io/last-applied-configuration': '{}'});
	const request = Promise.withResolvers<void>();
	const seen = story.states.length;
	const [second, third] = await Promise.all([find(request.promise), find(request.promise)]);
	expect(third).toEqual(second);
	await eventually(() => {
		expect(story.states.slice(seen)).toEqual([
			'Ready True, InProgress Loaded→Loading, newest revision ready, traffic newest 100',
			'Ready True, UpToDate Loaded→Loaded, newest revision ready, traffic newest 100',
		]);
	});
	expect(await isServed(second)).toBe(true);
	request.resolve();
	await eventually(async () => expect(await isServed(second)).toBe(false));
	expect(story.states.length).toBe(seen + 2);
	expect(story.unknown()).toEqual([]);
});

async function isServed(address: Address | undefined): Promise<boolean> {
	return fetch(`http://${address?.host}:${address?.port}/v2/health/live`).then(
		({ok}) => ok,
		() => false,
	);
}

test('in Standard mode they are those of the real KServe, too, which says UpToDate while the new pod still starts', async () => {
	const story = new Story('Standard');
	await story.begin();
	const none = 'newest revision none, traffic -';
	const loads = [
		`Ready False, InProgress -→Pending, ${none}`,
		`Ready False, InProgress -→Loading, ${none}`,
		`Ready False, InProgress -→Pending, ${none}`,
		`Ready True, InProgress -→Pending, ${none}`,
		`Ready True, UpToDate Loaded→Loaded, ${none}`,
	];
	const loading = `Ready True, InProgress Loaded→Loading, ${none}`;
	const upToDate = `Ready True, UpToDate Loaded→Loaded, ${none}`;
	await story.change('none', [
		`Ready -, - -→-, ${none}`,
		...loads.slice(0, 2),
		`Ready False, BlockedByFailedLoad -→FailedToLoad, ${none}`,
	]);
	await story.change('v1', loads);
	await story.change('v2', [loading, upToDate]);
	expect(story.deployment()).toEqual({replicas: 2, updatedReplicas: 1, availableReplicas: 1});
	await eventually(() => expect(story.deployment()).toEqual({replicas: 1, updatedReplicas: 1, availableReplicas: 1}));
	await story.change('none', [loading, `Ready True, BlockedByFailedLoad Loaded→FailedToLoad, ${none}`]);
	expect(story.deployment()).toEqual({replicas: 2, updatedReplicas: 1, availableReplicas: 1});
	await story.change('v1', [upToDate, loading, upToDate]);
	await story.change('v1', [`Ready False, - -→-, ${none}`], stop);
	expect(story.deployment()).toBeUndefined();
	await story.change('v1', loads);
	expect(story.unknown()).toEqual([]);
});

test('in Knative mode a transformer is ready before its predictor, and an update of the model makes no new revision of it', async () => {
	const story = new Story('Knative', {withTransformer: true});
	await story.begin();
	const waiting = 'transformer Ready Unknown, newest revision not ready, traffic -';
	const ready = 'transformer Ready True, newest revision ready, traffic newest 100';
	const loads = [
		`Ready Unknown, InProgress -→Pending, newest revision none, traffic -, transformer Ready Unknown, newest revision none, traffic -`,
		`Ready Unknown, InProgress -→Pending, newest revision not ready, traffic -, ${waiting}`,
		`Ready Unknown, InProgress -→Loading, newest revision not ready, traffic -, ${waiting}`,
		`Ready Unknown, InProgress -→Pending, newest revision not ready, traffic -, ${waiting}`,
		'Ready Unknown, InProgress -→Pending, newest revision not ready, traffic -, transformer Ready Unknown, newest revision ready, traffic newest 100',
		`Ready Unknown, InProgress -→Pending, newest revision not ready, traffic -, ${ready}`,
		`Ready Unknown, InProgress -→Pending, newest revision ready, traffic newest 100, ${ready}`,
		`Ready True, UpToDate Loaded→Loaded, newest revision ready, traffic newest 100, ${ready}`,
	];
	const loading = `Ready Unknown, InProgress Loaded→Loading, newest revision not ready, traffic older 100, ${ready}`;
	await story.change('v1', ['Ready -, - -→-, newest revision none, traffic -', ...loads]);
	await story.change('v2', [
		`Ready Unknown, InProgress Loaded→Pending, newest revision ready, traffic newest 100, ${ready}`,
		`Ready Unknown, InProgress Loaded→Pending, newest revision not ready, traffic older 100, ${ready}`,
		loading,
		`Ready Unknown, InProgress Loaded→Pending, newest revision not ready, traffic older 100, ${ready}`,
		`Ready Unknown, InProgress Loaded→Pending, newest revision ready, traffic newest 100, ${ready}`,
		`Ready True, UpToDate Loaded→Loaded, newest revision ready, traffic newest 100, ${ready}`,
	]);
	expect(story.unknown()).toEqual([]);
	await story.change('v2', ['Ready False, - -→-, newest revision none, traffic -'], stop);
	await story.change('v2', [
		'Ready False, InProgress -→Pending, newest revision none, traffic -, transformer Ready False, newest revision none, traffic -',
		...loads,
	]);
});

test('in Standard mode a transformer is ready before its predictor, and its Deployment stays as it is when the model is updated', async () => {
	const story = new Story('Standard', {withTransformer: true});
	await story.begin();
	const none = 'newest revision none, traffic -';
	const ready = `${none}, transformer Ready True, ${none}`;
	await story.change('v1', [
		`Ready -, - -→-, ${none}`,
		`Ready False, InProgress -→Pending, ${none}, transformer Ready False, ${none}`,
		`Ready False, InProgress -→Loading, ${none}, transformer Ready False, ${none}`,
		`Ready False, InProgress -→Pending, ${none}, transformer Ready False, ${none}`,
		`Ready False, InProgress -→Pending, ${ready}`,
		`Ready True, InProgress -→Pending, ${ready}`,
		`Ready True, UpToDate Loaded→Loaded, ${ready}`,
	]);
	await story.change('v2', [
		`Ready True, InProgress Loaded→Loading, ${ready}`,
		`Ready True, UpToDate Loaded→Loaded, ${ready}`,
	]);
	expect(story.deployment('transformer')).toEqual({replicas: 1, updatedReplicas: 1, availableReplicas: 1});
	await eventually(() => expect(story.deployment()).toEqual({replicas: 1, updatedReplicas: 1, availableReplicas: 1}));
	expect(story.unknown()).toEqual([]);
	await story.change('v2', [`Ready False, - -→-, ${none}`], stop);
	expect([story.deployment(), story.deployment('transformer')]).toEqual([undefined, undefined]);
});
