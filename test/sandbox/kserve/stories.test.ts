import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {deployments, inferenceServices} from '../../../source/objects/resource.ts';
import {Store} from '../../../source/sandbox/api/store.ts';
import type {Address} from '../../../source/sandbox/gateway/upstream.ts';
import {startKserve, type Kserve} from '../../../source/sandbox/kserve/controller.ts';
import type {SandboxMode} from '../../../source/sandbox/kserve/mode.ts';
import {shapeOf} from '../../cluster/real-kserve/shape.ts';
import {eventually} from '../../helpers/eventually.ts';

const recorded = join(import.meta.dirname, '..', '..', 'fixtures', 'kserve');

/** Every state that the real KServe, of any recorded release, was seen in. */
function recordedStates(mode: SandboxMode): ReadonlySet<string> {
	const folders = readdirSync(recorded).map(release => join(recorded, release, mode.toLowerCase()));
	const files = folders.flatMap(folder => readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8')));
	const lines = files.flatMap(file => file.split('\n')).filter(line => line !== '');
	return new Set(lines.map(line => shapeOf(JSON.parse(line) as {readonly status: unknown})));
}

/** The sandbox's KServe on a store alone, and each state of its one InferenceService. */
class Story {
	readonly states: string[] = [];
	#last = '';
	readonly #store = new Store();
	readonly #mode: SandboxMode;
	readonly #minReplicas: number;

	constructor(mode: SandboxMode, minReplicas = 1) {
		this.#mode = mode;
		this.#minReplicas = minReplicas;
	}

	async begin(): Promise<Kserve> {
		const times = {observeDelay: 5, scaleDownDelay: 30, idleDelay: 100, progressDeadline: 150};
		const complain = (trouble: string): void => expect.fail(trouble);
		const kserve = await startKserve({store: this.#store, mode: this.#mode, loadTimeMs: 60, complain, times});
		onTestFinished(async () => kserve.stop());
		this.#store.onChange(({kind, before, after}) => {
			// a Deployment's status once told is there for good
			if (kind.plural === deployments.plural && before?.['status'] && after) expect(after['status']).toBeDefined();
			if (kind.plural !== inferenceServices.plural || !after) return;
			const state = shapeOf({status: after['status']});
			if (state !== this.#last) this.states.push(state);
			this.#last = state;
		});
		return kserve;
	}

	/** The states that no recording has. */
	unknown(): readonly string[] {
		const known = recordedStates(this.#mode);
		return [...new Set(this.states)].filter(state => !known.has(state));
	}

	/** The counts of the predictor's Deployment. */
	deployment(): unknown {
		const deployment = this.#store.get(deployments, 'default', 'rollout-predictor');
		if (!deployment) return undefined;
		const {replicas, updatedReplicas, availableReplicas} = deployment['status'] as Readonly<Record<string, number>>;
		return {replicas, updatedReplicas, availableReplicas};
	}

	/** Changes the model, and waits for the states that follow. */
	async change(model: string, states: readonly string[], annotations: KubeObject['metadata']['annotations'] = {}) {
		const seen = this.states.length;
		const live = this.#store.get(inferenceServices, 'default', 'rollout');
		const metadata = {...live?.metadata, name: 'rollout', namespace: 'default', annotations};
		const storageUri = `sandbox://digits/${model}`;
		const predictor = {minReplicas: this.#minReplicas, model: {modelFormat: {name: 'sklearn'}, storageUri}};
		this.#store.put({
			...(live ?? {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService'}),
			metadata,
			spec: {predictor},
		});
		await eventually(() => expect(this.states.slice(seen)).toEqual(states));
	}
}

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

/** Told only where something has KServe look at a model that sleeps: of that nothing was recorded here. */
const asleep = 'Ready True, InProgress Loaded→Pending, newest revision ready, traffic newest 100';

test('in Knative mode a model that nobody asks is scaled to zero, of which no status tells, and the next request wakes it', async () => {
	const story = new Story('Knative', 0);
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
	expect(story.unknown()).toEqual([asleep]);
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
