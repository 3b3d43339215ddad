import {expect, test} from 'vitest';
import {configMaps, inferenceServices, services} from '../../source/objects/resource.ts';
import {eventually} from '../helpers/eventually.ts';
import {startExecutor} from '../helpers/executor.ts';
import type {Rollout} from '../verbs/rollout.ts';
import {candidateReady, putRecord, recordOf} from './candidate-ready.ts';

// A6: who may only write ConfigMaps has nobody's rights used for what is not the app's.

/** The candidate is to be deleted, with changes of that step. */
function deletion({isvc}: Rollout, change: object): object {
	const uid = isvc('wisdom-1')?.metadata.uid;
	const target = {resource: inferenceServices, namespace: 'models', name: 'wisdom-1', uid};
	return {type: 'delete-version', app: 'wisdom', target, companions: [], isAwaited: true, ...change};
}

function isThere({isvc}: Rollout): boolean {
	return isvc('wisdom-1') !== undefined && isvc('wisdom-1')?.metadata.deletionTimestamp === undefined;
}

const model = {resource: inferenceServices, namespace: 'models', name: 'wisdom-1', uid: 'u'};

test.each([
	['of another app', {app: 'other'}],
	['of an object that the routemap does not name', {target: {...model, name: 'x'}}],
	['in another namespace', {target: {...model, namespace: 'other'}}],
	['of another kind', {target: {...model, resource: configMaps}}],
	['that takes a Service along', {companions: [{...model, resource: services}]}],
	['that takes the primary along', {companions: [{...model, name: 'wisdom-0'}]}],
	['of a resource with another kind', {target: {...model, resource: {...inferenceServices, kind: 'Secret'}}}],
])('a record with a step %s fails before anything is done', async (_, change) => {
	const rollout = await candidateReady();
	await startExecutor(rollout.cluster);
	putRecord(rollout, {action: 'abort', steps: [deletion(rollout, change)]});
	await eventually(() => expect(recordOf(rollout)?.phase).toBe('failed'));
	expect(isThere(rollout)).toBe(true);
});

test.each([
	...[
		'create-version',
		'apply-object',
		'label-object',
		'delete-object',
		'release-finalizers',
		'nonsense',
		'__proto__',
	].map(type => ({steps: [{type}]})),
	{steps: [{type: 'delete-version', app: 'wisdom', target: model, companions: 7, isAwaited: true}]},
	{
		steps: [
			{type: 'delete-version', app: 'wisdom', target: {...model, uid: undefined}, companions: [], isAwaited: true},
		],
	},
	{steps: [{type: 'set-weight', app: 'wisdom', version: 'wisdom-1', target: model, weight: -1, change: 'configured'}]},
	{steps: [{type: 'set-weight', app: 'wisdom', version: 'wisdom-1', target: model, weight: '9', change: 'configured'}]},
	{steps: [{type: 'probe', app: 'wisdom', version: {}, when: 'after'}]},
	{steps: [{type: 'wait-weights', app: 'w'.repeat(5000)}]},
	{action: 'cleanup'},
	{title: 'w'.repeat(300_000)},
])('a record that says %j is nothing for a daemon', async change => {
	const rollout = await candidateReady();
	const executor = await startExecutor(rollout.cluster);
	putRecord(rollout, {action: 'promote', steps: [{type: 'wait-weights', app: 'wisdom'}], ...change});
	await rollout.run('init', 'oak');
	await executor.stop();
	expect([executor.lines, recordOf(rollout)?.executor]).toEqual([[], undefined]);
});

test('a record that nobody was at for an hour is stopped, and says what to do', async () => {
	const rollout = await candidateReady();
	const {lines} = await startExecutor(rollout.cluster);
	putRecord(rollout, {action: 'abort', startedAt: '2026-01-01T10:59:00Z', steps: [deletion(rollout, {})]});
	await eventually(() => expect(recordOf(rollout)?.phase).toBe('stopped'));
	const words = 'nobody was at it since 2026-01-01T10:59:00Z: go on with the same verb again, or go back';
	expect([recordOf(rollout)?.words, lines, isThere(rollout)]).toEqual([words, ['rollout not taken up'], true]);
});

test.each([-7, 0.5, -0.5])('a record that begins at step %d begins at the first', async step => {
	const rollout = await candidateReady();
	await startExecutor(rollout.cluster);
	putRecord(rollout, {action: 'abort', step, timeoutMs: 10_000.7, steps: [deletion(rollout, {})]});
	await eventually(() => expect(recordOf(rollout)?.phase).toBe('done'));
	expect(isThere(rollout)).toBe(false);
});
