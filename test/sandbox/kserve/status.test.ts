import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {
	createRevision,
	observeService,
	reconcileService,
	setPhase,
	setRouted,
	type ComponentService,
} from '../../../source/sandbox/kserve/component-service.ts';
import {reconcileKnativeStatus} from '../../../source/sandbox/kserve/knative-mode-status.ts';
import {revisionTemplate} from '../../../source/sandbox/kserve/revision-template.ts';
import {sameStatus, statusOf, type InferenceServiceStatus} from '../../../source/sandbox/kserve/status.ts';

const epoch = Date.parse('2026-01-01T00:00:00Z');
const failure = {message: 'RuntimeError: Local path file:///none does not exist.', exitCode: 1};

/** An InferenceService whose every written status is kept as a line. */
class Story {
	readonly lines: string[] = [];
	#object: KubeObject;
	#service: ComponentService | undefined;
	#now = epoch;

	constructor(storageUri: string) {
		const metadata = {name: 'wisdom-0', namespace: 'default', generation: 1};
		this.#object = {
			apiVersion: 'serving.kserve.io/v1beta1',
			kind: 'InferenceService',
			metadata,
			spec: specOf(storageUri),
		};
	}

	get status(): InferenceServiceStatus {
		return statusOf(this.#object);
	}

	/** Knative and the model server do their part, one step after another. */
	proceed(...steps: readonly ((service: ComponentService, now: number) => ComponentService)[]): void {
		for (const step of steps) {
			const {namespace = '', name} = this.#object.metadata;
			const service = reconcileService(
				this.#service,
				namespace,
				name,
				'predictor',
				revisionTemplate(this.#object, 'predictor'),
			);
			this.#write((this.#service = service));
			this.#write((this.#service = step(service, this.#now)));
			this.#now += 1000;
		}
	}

	change(storageUri: string, labels: Readonly<Record<string, string>> = {}): void {
		const generation = Number(this.#object.metadata.generation) + (storageUri === this.#storageUri ? 0 : 1);
		this.#object = {
			...this.#object,
			metadata: {...this.#object.metadata, labels, generation},
			spec: specOf(storageUri),
		};
	}

	get #storageUri(): string | undefined {
		return revisionTemplate(this.#object, 'predictor').storageUri;
	}

	#write(service: ComponentService): void {
		for (;;) {
			const status = reconcileKnativeStatus(this.#object, {predictor: service}, this.#now);
			if (sameStatus(this.status, status)) return;
			this.#object = {...this.#object, status};
			this.lines.push(lineOf(status));
		}
	}
}

function specOf(storageUri: string): unknown {
	return {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri}}};
}

/** `observedGeneration | Ready (reason) | modelStatus | created and ready revision, and the one that traffic is for`. */
function lineOf(status: InferenceServiceStatus): string {
	const ready = status.conditions?.find(({type}) => type === 'Ready');
	const {transitionStatus, states} = status.modelStatus ?? {};
	const {latestCreatedRevision, latestReadyRevision, traffic} = status.components?.predictor ?? {};
	const revisions = [latestCreatedRevision, latestReadyRevision, traffic?.[0]?.revisionName];
	return [
		status.observedGeneration,
		`${ready?.status} (${ready?.reason ?? ''})`,
		`${transitionStatus} ${states?.activeModelState || '-'}→${states?.targetModelState}`,
		revisions.map(name => name?.slice(-1) ?? '-').join(' '),
	].join(' | ');
}

const observe = observeService;
const create = createRevision;
const load = (revision: number) => (service: ComponentService, now: number) =>
	setPhase(service, `wisdom-0-predictor-0000${revision}`, 'loading', now);
const become = (revision: number) => (service: ComponentService, now: number) =>
	setPhase(service, `wisdom-0-predictor-0000${revision}`, 'ready', now);
const sleep = (revision: number) => (service: ComponentService, now: number) =>
	setPhase(service, `wisdom-0-predictor-0000${revision}`, 'asleep', now);
const start = (revision: number) => (service: ComponentService, now: number) =>
	setPhase(service, `wisdom-0-predictor-0000${revision}`, 'starting', now);
const fail = (revision: number) => (service: ComponentService, now: number) =>
	setPhase(service, `wisdom-0-predictor-0000${revision}`, 'failed', now, failure);
const route = (revision: number) => (service: ComponentService, now: number) =>
	setRouted(service, `wisdom-0-predictor-0000${revision}`, now);
const wait = (milliseconds: number) => (service: ComponentService) => ({
	...service,
	revisions: service.revisions.map(revision => ({...revision, createdAt: revision.createdAt - milliseconds})),
});

test('a new model becomes Ready before its modelStatus says so', () => {
	const story = new Story('file:///a');
	story.proceed(observe, create, load(1), become(1), route(1));
	expect(story.lines).toEqual([
		'0 | Unknown (Predictor ingress not created) | InProgress -→Pending | - - -',
		'1 | Unknown (Predictor ingress not created) | InProgress -→Pending | - - -',
		'1 | Unknown (Predictor ingress not created) | InProgress -→Pending | 1 - -',
		'1 | Unknown (Predictor ingress not created) | InProgress -→Loading | 1 - -',
		'1 | Unknown (Predictor ingress not created) | InProgress -→Pending | 1 1 1',
		'1 | True () | InProgress -→Pending | 1 1 1',
		'1 | True () | UpToDate Loaded→Loaded | 1 1 1',
	]);
});

test('an update leaves the old status standing at first, then is Unknown while the old revision serves', () => {
	const story = new Story('file:///a');
	story.proceed(observe, create, load(1), become(1), route(1));
	const before = story.lines.length;
	story.change('file:///b');
	story.proceed(service => service);
	expect(story.lines.length).toBe(before);
	story.proceed(observe, create, load(2), become(2), route(2));
	expect(story.lines.slice(before)).toEqual([
		'2 | Unknown (OutOfDate) | InProgress Loaded→Pending | 1 1 1',
		'2 | Unknown () | InProgress Loaded→Pending | 2 1 1',
		'2 | Unknown () | InProgress Loaded→Loading | 2 1 1',
		'2 | Unknown (Uninitialized) | InProgress Loaded→Pending | 2 2 2',
		'2 | True () | UpToDate Loaded→Loaded | 2 2 2',
	]);
});

test('a changed label alone loads the model anew, and observedGeneration runs ahead of the generation', () => {
	const story = new Story('file:///a');
	story.proceed(observe, create, load(1), become(1), route(1));
	story.change('file:///a', {'app.kubernetes.io/version': 'v1'});
	story.proceed(observe, create);
	expect(story.lines.at(-1)).toBe('2 | Unknown () | InProgress Loaded→Pending | 2 1 1');
});

test('an update that does not load is Unknown until Knative gives up, and the old revision serves on', () => {
	const story = new Story('file:///a');
	story.proceed(observe, create, load(1), become(1), route(1));
	const before = story.lines.length;
	story.change('file:///none');
	story.proceed(observe, create, load(2), fail(2), wait(600_000));
	expect(story.lines.slice(before)).toEqual([
		'2 | Unknown (OutOfDate) | InProgress Loaded→Pending | 1 1 1',
		'2 | Unknown () | InProgress Loaded→Pending | 2 1 1',
		'2 | Unknown () | InProgress Loaded→Loading | 2 1 1',
		'2 | Unknown () | BlockedByFailedLoad Loaded→FailedToLoad | 2 1 1',
		'2 | False (RevisionFailed) | BlockedByFailedLoad Loaded→FailedToLoad | 2 1 1',
	]);
	expect(story.status.modelStatus?.lastFailureInfo).toEqual({
		reason: 'ModelLoadFailed',
		message: 'RuntimeError: Local path file:///none does not exist.',
		exitCode: 1,
	});
});

test('the last failure is still told after it was mended', () => {
	const story = new Story('file:///none');
	story.proceed(observe, create, load(1), fail(1));
	story.change('file:///a');
	story.proceed(observe, create, load(2), become(2), route(2));
	expect(story.status.modelStatus).toEqual({
		transitionStatus: 'UpToDate',
		states: {activeModelState: 'Loaded', targetModelState: 'Loaded'},
		copies: {failedCopies: 0, totalCopies: 1},
		lastFailureInfo: {
			reason: 'ModelLoadFailed',
			message: 'RuntimeError: Local path file:///none does not exist.',
			exitCode: 1,
		},
	});
});

test('a first model that does not load is never Ready', () => {
	const story = new Story('file:///none');
	story.proceed(observe, create, load(1), fail(1), wait(600_000));
	expect(story.lines.slice(-2)).toEqual([
		'1 | Unknown (Predictor ingress not created) | BlockedByFailedLoad -→FailedToLoad | 1 - -',
		'1 | False (Predictor ingress not created) | BlockedByFailedLoad -→FailedToLoad | 1 - -',
	]);
	expect(story.status.conditions?.filter(({severity}) => severity === undefined)).toEqual([
		{
			type: 'IngressReady',
			status: 'False',
			reason: 'Predictor ingress not created',
			lastTransitionTime: '2026-01-01T00:00:04Z',
		},
		{
			type: 'PredictorReady',
			status: 'False',
			reason: 'RevisionMissing',
			message: 'Configuration "wisdom-0-predictor" does not have any ready Revision.',
			lastTransitionTime: '2026-01-01T00:00:04Z',
		},
		{
			type: 'Ready',
			status: 'False',
			reason: 'Predictor ingress not created',
			lastTransitionTime: '2026-01-01T00:00:04Z',
		},
	]);
});

test('a model at zero is Ready and has no copy, and says that it is loaded before its new copy answers', () => {
	const story = new Story('file:///a');
	story.proceed(observe, create, load(1), become(1), route(1));
	const before = story.lines.length;
	story.proceed(sleep(1));
	expect(story.status.modelStatus?.copies).toEqual({failedCopies: 0});
	story.proceed(load(1), start(1));
	expect(story.status.modelStatus?.copies).toEqual({failedCopies: 0});
	story.proceed(become(1));
	expect(story.status.modelStatus?.copies).toEqual({failedCopies: 0, totalCopies: 1});
	expect(story.lines.slice(before)).toEqual([
		'1 | True () | InProgress Loaded→Pending | 1 1 1',
		'1 | True () | InProgress Loaded→Loading | 1 1 1',
		'1 | True () | UpToDate Loaded→Loaded | 1 1 1',
		'1 | True () | UpToDate Loaded→Loaded | 1 1 1',
	]);
});

test('the whole status of a model that serves', () => {
	const story = new Story('file:///a');
	story.proceed(observe, create, load(1), become(1), route(1));
	const ready = {status: 'True', lastTransitionTime: '2026-01-01T00:00:04Z'};
	expect(story.status).toEqual({
		observedGeneration: 1,
		conditions: [
			{type: 'IngressReady', ...ready},
			{type: 'LatestDeploymentReady', ...ready, severity: 'Info', lastTransitionTime: '2026-01-01T00:00:03Z'},
			{type: 'PredictorConfigurationReady', ...ready, severity: 'Info', lastTransitionTime: '2026-01-01T00:00:03Z'},
			{type: 'PredictorReady', ...ready},
			{type: 'PredictorRouteReady', ...ready, severity: 'Info'},
			{type: 'Ready', ...ready},
			{type: 'RoutesReady', ...ready, severity: 'Info'},
			{type: 'Stopped', status: 'False', severity: 'Info', lastTransitionTime: '2026-01-01T00:00:00Z'},
		],
		components: {
			predictor: {
				latestCreatedRevision: 'wisdom-0-predictor-00001',
				latestReadyRevision: 'wisdom-0-predictor-00001',
				latestRolledoutRevision: 'wisdom-0-predictor-00001',
				traffic: [{latestRevision: true, percent: 100, revisionName: 'wisdom-0-predictor-00001'}],
				url: 'http://wisdom-0-predictor.default.example.com',
				address: {url: 'http://wisdom-0-predictor.default.svc.cluster.local'},
			},
		},
		modelStatus: {
			transitionStatus: 'UpToDate',
			states: {activeModelState: 'Loaded', targetModelState: 'Loaded'},
			copies: {failedCopies: 0, totalCopies: 1},
		},
		url: 'http://wisdom-0.default.example.com',
		address: {url: 'http://wisdom-0.default.svc.cluster.local'},
		deploymentMode: 'Serverless',
	});
});

test('statuses that differ in transition times or in the order of keys alone are the same', () => {
	const condition = {type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'} as const;
	const later = {lastTransitionTime: '2026-01-01T00:00:09Z', status: 'True', type: 'Ready'} as const;
	expect(sameStatus({conditions: [condition]}, {conditions: [later]})).toBe(true);
	expect(sameStatus({conditions: [condition]}, {conditions: [{...later, status: 'False'}]})).toBe(false);
});
