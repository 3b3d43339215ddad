import {expect, test} from 'vitest';
import {apiError} from '../../source/kube/api-error.ts';
import {ConnectionError, type Cluster} from '../../source/objects/cluster.ts';
import {configMaps, inferenceServices, type Resource} from '../../source/objects/resource.ts';
import {eventually} from '../helpers/eventually.ts';
import {startExecutor} from '../helpers/executor.ts';
import type {MemoryCluster} from '../helpers/memory-cluster.ts';
import {storageUri} from '../verbs/rollout.ts';
import {candidateReady, putRecord, recordOf} from './candidate-ready.ts';

const words = 'namespace models does not consent to rollouts by the daemon';

/** A cluster as an account sees it that may not write a kind of object, of a verb. */
function refusing(cluster: MemoryCluster, verb: 'create' | 'replace' | 'delete', resource: Resource): Cluster {
	return {
		...cluster,
		[verb]: async (asked: Resource, ...rest: readonly unknown[]) => {
			if (asked.plural === resource.plural) throw apiError(403, words, asked);
			return (cluster[verb] as (...all: readonly unknown[]) => Promise<unknown>)(asked, ...rest);
		},
	};
}

test.each([
	{when: 'in a namespace that does not consent', verb: 'create', resource: configMaps},
	{when: 'when the right to replace specs was taken away meanwhile', verb: 'replace', resource: inferenceServices},
	{when: 'when the right to delete was taken away meanwhile', verb: 'delete', resource: inferenceServices},
] as const)('the verb performs a promotion itself $when', async ({verb, resource}) => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	const {lines, events} = await startExecutor(cluster, {seen: refusing(cluster, verb, resource)});
	const {stdout, stderr} = await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	expect(stdout.match(/replaced|deleted/g)).toEqual(['replaced', 'deleted']);
	expect(stderr).toContain(words);
	expect(recordOf(rollout)).toMatchObject({phase: 'done', executor: {name: 'ada', isDaemon: false}});
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/two', undefined]);
	expect([lines.at(-1), events.at(-1)]).toEqual([`rollout declined ${words}`, `RolloutDeclined: ${words}`]);
});

test('a daemon goes on with a rollout when the API server was away for a moment', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	let failures = 2;
	const replace: Cluster['replace'] = async (resource, object, options) => {
		if (resource === inferenceServices && failures-- > 0) throw new ConnectionError('connection refused');
		return cluster.replace(resource, object, options);
	};
	const {lines, events} = await startExecutor(cluster, {seen: {...cluster, replace}});
	const {stdout} = await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	expect(stdout).toContain('inferenceservice.serving.kserve.io/wisdom-1 deleted\n');
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/two', undefined]);
	expect(lines.filter(line => line.startsWith('rollout interrupted'))).toHaveLength(2);
	expect(events.filter(event => event.startsWith('RolloutFailed'))).toEqual([]);
	expect(recordOf(rollout)).toMatchObject({phase: 'done', executor: {name: 'daemon-1'}});
});

test('a daemon stops when the record of what it performs is deleted', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	const {lines} = await startExecutor(cluster);
	cluster.onCall = call => {
		if (call === 'dry-run replace inferenceservices models/wisdom-0') {
			cluster.onCall = undefined;
			cluster.remove(configMaps, 'models', 'wisdom-rollout');
		}
	};
	const verb = rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	await expect(verb).rejects.toThrow('the record of the rollout of wisdom is gone');
	await eventually(() => expect(lines.at(-1)).toBe('rollout left'));
	expect(isvc('wisdom-1')).toBeDefined();
	expect(recordOf(rollout)).toBeUndefined();
});

test('a verb writes the record of what it performs again when it is deleted', async () => {
	const rollout = await candidateReady();
	const {cluster} = rollout;
	cluster.onCall = call => {
		if (!call.startsWith('replace inferenceservices')) return;
		cluster.onCall = undefined;
		cluster.remove(configMaps, 'models', 'wisdom-rollout');
	};
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	expect(recordOf(rollout)).toMatchObject({phase: 'done', action: 'promote', by: 'ada'});
});

test('a daemon that is told by its watch that another has the record does nothing more', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	const {lines} = await startExecutor(cluster);
	cluster.onCall = async call => {
		if (call !== 'dry-run replace inferenceservices models/wisdom-0') return;
		cluster.onCall = undefined;
		putRecord(rollout, {id: 'other', executor: {name: 'bea', isDaemon: false, renewedAt: '2026-01-01T12:00:00Z'}});
		await eventually(() => expect(lines.length).toBeGreaterThan(0));
		await new Promise(resolve => setImmediate(resolve));
	};
	const verb = rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	await expect(verb).rejects.toThrow(
		'ada is at it since 2026-01-01T12:00:00Z ("promote wisdom-1 of wisdom", step 1 of 3',
	);
	await eventually(() => expect(lines.at(-1)).toBe('rollout left'));
	expect([storageUri(isvc('wisdom-0')), recordOf(rollout)?.id]).toEqual(['gs://models/one', 'other']);
});
