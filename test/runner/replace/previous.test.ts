import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {specHash} from '../../../source/runner/replace/spec-hash.ts';
import {present} from '../../helpers/present.ts';
import {primary, startRollout, storageUri, writesOf, type Rollout} from '../../verbs/rollout.ts';

async function withCandidate(uri = 'gs://models/two'): Promise<Rollout> {
	const rollout = await startRollout([primary()]);
	await rollout.run('init', 'wisdom');
	await rollout.run('deploy', 'wisdom', '--storage-uri', uri, '--wait');
	return rollout;
}

/** The primary's spec with a model at another place. */
function isvcSpec(storageUri: string): unknown {
	const {predictor} = primary()['spec'] as {predictor: {model: object}};
	return {predictor: {...predictor, model: {...predictor.model, storageUri}}};
}

/** A ConfigMap as the record of a promotion was before it was an annotation of the primary, whoever wrote it. */
function record({isvc}: Rollout): KubeObject {
	const evil = {predictor: {containers: [{name: 'kserve-container', image: 'evil'}]}};
	const previous = {candidateUid: isvc('wisdom-1')?.metadata.uid, spec: evil, version: 'v0', statusBefore: {}};
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'wisdom-previous', namespace: 'models'},
		data: {previous: JSON.stringify(previous)},
	};
}

async function stoppedPromotion(): Promise<Rollout> {
	const rollout = await withCandidate();
	rollout.cluster.onCall = call => {
		if (call.startsWith('delete')) throw new Error('stopped here');
	};
	await expect(rollout.run('promote', 'wisdom', '--yes', '--skip-test')).rejects.toThrow('stopped here');
	rollout.cluster.onCall = undefined;
	return rollout;
}

test('a spec that a ConfigMap says the primary had is written nowhere', async () => {
	const rollout = await withCandidate();
	const {run, isvc, cluster} = rollout;
	cluster.put(record(rollout));
	expect((await run('abort', 'wisdom', '--yes')).stdout).toBe('inferenceservice.serving.kserve.io/wisdom-1 deleted\n');
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/one');
});

test('nor while a promotion is under way: the record on the primary counts', async () => {
	const rollout = await stoppedPromotion();
	const {run, isvc, cluster} = rollout;
	cluster.put(record(rollout));
	await run('abort', 'wisdom', '--yes');
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/one');
});

test('of a promotion that an older version has begun, abort says how to go back by hand', async () => {
	const rollout = await withCandidate();
	const {run, isvc, cluster} = rollout;
	cluster.put({...present(isvc('wisdom-0')), spec: isvc('wisdom-1')?.['spec']});
	cluster.put(record(rollout));
	cluster.forgetCalls();
	await expect(run('abort', 'wisdom', '--yes')).rejects.toThrow(
		'configmap models/wisdom-previous keeps what an older kubectl-iter8 says was the spec of wisdom-0 before it promoted wisdom-1. A ConfigMap is no proof of that, so it is not restored: look at it with "kubectl get configmap wisdom-previous -n models -o jsonpath={.data.previous}", put the right spec back with "kubectl edit inferenceservice wisdom-0 -n models", then abort again; or go on with "kubectl iter8 promote wisdom -n models"',
	);
	// the daemon may still be at the route
	expect(writesOf(cluster).filter(call => !call.startsWith('apply virtualservices'))).toEqual([]);
	await run('promote', 'wisdom', '--yes', '--skip-test');
	expect(isvc('wisdom-1')).toBeUndefined();
});

test('the record is a part of the write that replaces the spec, and of no other', async () => {
	const {isvc, cluster} = await stoppedPromotion();
	expect(writesOf(cluster).filter(call => call.includes('wisdom-0') && call.startsWith('replace'))).toHaveLength(1);
	const text = isvc('wisdom-0')?.metadata.annotations?.['iter8.tools/previous'] ?? '';
	const from = specHash(primary()['spec']);
	const rollout = isvc('wisdom-1')?.metadata.uid;
	expect(JSON.parse(text)).toMatchObject({rollout, version: 'v0', from, past: [{rollout, from}]});
	expect(text).not.toContain('gs://');
	expect(isvc('wisdom-1')?.metadata.annotations).toBeUndefined();
});

test('the record of an earlier promotion is history: the next candidate is aborted without it, and promoted over it', async () => {
	const {run, isvc} = await stoppedPromotion();
	await run('promote', 'wisdom', '--yes', '--skip-test');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--wait');
	expect(isvc('wisdom-1')?.metadata.annotations).toBeUndefined();
	await run('abort', 'wisdom', '--yes');
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/two');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/four', '--wait');
	await run('promote', 'wisdom', '--yes', '--skip-test');
	const text = isvc('wisdom-0')?.metadata.annotations?.['iter8.tools/previous'] ?? '';
	expect(JSON.parse(text)).toMatchObject({from: specHash(isvcSpec('gs://models/two'))});
});

test('an abort that was stopped after the restore waits until the old spec is served, then goes on', async () => {
	const {run, isvc, cluster} = await stoppedPromotion();
	cluster.onCall = call => {
		if (call.startsWith('delete')) throw new Error('stopped here');
	};
	await expect(run('abort', 'wisdom', '--yes')).rejects.toThrow('stopped here');
	cluster.onCall = undefined;
	expect((await run('abort', 'wisdom', '--yes')).stdout).toBe(
		'inferenceservice.serving.kserve.io/wisdom-0 serves its old spec again\ninferenceservice.serving.kserve.io/wisdom-1 deleted\n',
	);
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/one');
});

test.each(['', '{', '[]', '{"spec": 1}'])('what is no record (%j) is none', async text => {
	const {run, isvc, cluster} = await withCandidate();
	const live = present(isvc('wisdom-0'));
	cluster.put({...live, metadata: {...live.metadata, annotations: {'iter8.tools/previous': text}}});
	await run('abort', 'wisdom', '--yes');
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/one');
});
