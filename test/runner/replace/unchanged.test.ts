import {expect, test} from 'vitest';
import {planPromote} from '../../../source/actions/promote/promote.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {describeStep} from '../../../source/rollout/describe-step.ts';
import type {Plan} from '../../../source/rollout/plan.ts';
import {performStep} from '../../../source/runner/perform-step.ts';
import {specHash} from '../../../source/runner/replace/spec-hash.ts';
import type {StepContext} from '../../../source/runner/step-context.ts';
import {present} from '../../helpers/present.ts';
import {createSession} from '../../helpers/session.ts';
import {primary, startRollout, type Rollout} from '../../verbs/rollout.ts';

const otherSpec = {
	predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/other'}},
};

async function candidateReady(): Promise<Rollout> {
	const rollout = await startRollout([primary()]);
	await rollout.run('init', 'wisdom');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	return rollout;
}

function contextOf({cluster}: Rollout): StepContext {
	return createSession(cluster).actionContext('models', new AbortController().signal);
}

async function planOf(rollout: Rollout): Promise<Plan> {
	return planPromote(contextOf(rollout), 'wisdom', {isTested: false, isAwaited: true});
}

/** Runs the steps of a plan; before one of them, somebody else does something. */
async function runUntil(rollout: Rollout, {steps}: Plan, before: string, meddle: () => void): Promise<void> {
	for (const step of steps) {
		if (describeStep(step).startsWith(before)) meddle();
		await performStep(contextOf(rollout), step, () => undefined);
	}
}

const edited = (object: KubeObject | undefined): KubeObject => ({...present(object), spec: otherSpec});

// C9: somebody writes while promote runs.
test.each([
	['sets the spec of the primary back', 'wisdom-0', 'delete', 'inferenceservice models/wisdom-0 got another spec'],
	['edits the candidate', 'wisdom-1', 'delete', 'inferenceservice models/wisdom-1 got another spec'],
	['edits the primary', 'wisdom-0', 'replace', 'inferenceservice models/wisdom-0 got another spec'],
	['edits the candidate', 'wisdom-1', 'replace', 'inferenceservice models/wisdom-1 got another spec'],
	['sets the spec of the primary back', 'wisdom-0', 'wait', 'inferenceservice models/wisdom-0 got another spec'],
])('where somebody %s (%s) before promote is to %s, it stops and deletes nothing', async (_, name, before, words) => {
	const rollout = await candidateReady();
	const plan = await planOf(rollout);
	const running = runUntil(rollout, plan, before, () => void rollout.cluster.put(edited(rollout.isvc(name))));
	await expect(running).rejects.toThrow(`${words} meanwhile, not by this rollout: nothing was deleted.`);
	expect(rollout.isvc('wisdom-1')).toBeDefined();
});

// KServe writes the status at any time, as of a primary that wakes from zero
test('where KServe writes the status of the primary, or somebody labels it, right before the replace, promote goes on and keeps both', async () => {
	const rollout = await candidateReady();
	let writes = 0;
	rollout.cluster.onCall = call => {
		if (call !== 'replace inferenceservices models/wisdom-0' || writes++ > 0) return;
		const {metadata, ...object} = present(rollout.isvc('wisdom-0'));
		rollout.cluster.put({...object, metadata: {...metadata, labels: {...metadata.labels, team: 'wise'}}});
	};
	const plan = await planOf(rollout);
	await runUntil(rollout, plan, 'wait', () => undefined);
	expect(writes).toBe(2);
	expect(present(rollout.isvc('wisdom-0')).metadata.labels).toMatchObject({
		team: 'wise',
		'app.kubernetes.io/version': 'v1',
	});
});

test('a candidate that was deleted and made again is not the one that was promoted', async () => {
	const rollout = await candidateReady();
	const plan = await planOf(rollout);
	const again = (): void => {
		const {metadata, ...candidate} = present(rollout.isvc('wisdom-1'));
		rollout.cluster.put({...candidate, metadata: {...metadata, uid: 'another'}});
	};
	await expect(runUntil(rollout, plan, 'delete', again)).rejects.toThrow(
		'models/wisdom-1 was deleted and created again meanwhile',
	);
});

// C10, C3: what is promoted is what was proved.
test.each([
	[
		'whose newest spec is still loading',
		{},
		{modelStatus: {transitionStatus: 'InProgress'}},
		'InferenceService wisdom-1 serves its old revision while the new one loads',
	],
	[
		'whose requests KServe splits',
		{spec: {predictor: {...otherSpec.predictor, canaryTrafficPercent: 20}}},
		{},
		'its canaryTrafficPercent has KServe send 20 % of the requests to its newest spec; take it out',
	],
])('a candidate %s is not promoted', async (_, change, status, words) => {
	const rollout = await candidateReady();
	const candidate = present(rollout.isvc('wisdom-1'));
	const conditions = [{type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T12:00:00Z'}];
	rollout.cluster.put({...candidate, ...change, status: {conditions, ...status}});
	await expect(planOf(rollout)).rejects.toThrow(`the candidate of wisdom cannot be promoted: ${words}`);
});

test('a canaryTrafficPercent of 100, which splits nothing, keeps no candidate from being promoted', async () => {
	const rollout = await candidateReady();
	const candidate = present(rollout.isvc('wisdom-1'));
	const conditions = [{type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T12:00:00Z'}];
	const spec = {predictor: {...otherSpec.predictor, canaryTrafficPercent: 100}};
	rollout.cluster.put({...candidate, spec, status: {conditions}});
	expect((await planOf(rollout)).title).toBe('promote wisdom-1 of wisdom');
});

test('over a primary that is stopped nothing is promoted: it would serve no spec', async () => {
	const rollout = await candidateReady();
	const {metadata, ...object} = present(rollout.isvc('wisdom-0'));
	const annotations = {...metadata.annotations, 'serving.kserve.io/stop': 'True'};
	rollout.cluster.put({...object, metadata: {...metadata, annotations}});
	await expect(planOf(rollout)).rejects.toThrow(
		'the primary of wisdom would not serve the new spec: InferenceService wisdom-0 is stopped: start it with "kubectl annotate inferenceservice wisdom-0 -n models serving.kserve.io/stop-"',
	);
});

test('specs are the same whatever the order of their keys', () => {
	expect(specHash({a: 1, b: {c: [1, 2]}})).toBe(specHash({b: {c: [1, 2]}, a: 1}));
	expect(specHash({a: [1, 2]})).not.toBe(specHash({a: [2, 1]}));
});
