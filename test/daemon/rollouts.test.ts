import {expect, test} from 'vitest';
import {readPrevious} from '../../source/rollout/previous.ts';
import * as promote from '../../source/verbs/promote/run.ts';
import {eventually} from '../helpers/eventually.ts';
import {noon, startExecutor} from '../helpers/executor.ts';
import {present} from '../helpers/present.ts';
import {runCommand} from '../helpers/run-command.ts';
import {storageUri} from '../verbs/rollout.ts';
import {candidateReady, recordOf} from './candidate-ready.ts';

test('a daemon that executes rollouts performs a promotion, and the verb follows it to its end', async () => {
	const rollout = await candidateReady();
	const {lines} = await startExecutor(rollout.cluster);
	const {stdout, stderr} = await rollout.run('promote', 'wisdom', '--yes');
	expect(stdout).toBe(
		[
			'wisdom-1 answered',
			'inferenceservice.serving.kserve.io/wisdom-0 replaced',
			'inferenceservice.serving.kserve.io/wisdom-0 serves its new spec',
			'wisdom-0 answered',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted',
			'',
		].join('\n'),
	);
	expect(stderr).toContain('to go back: kubectl iter8 undo wisdom -n models\n');
	expect(storageUri(rollout.isvc('wisdom-0'))).toBe('gs://models/two');
	expect(lines).toEqual([
		'rollout taken up',
		'rollout step wisdom-1 answered',
		'rollout step inferenceservice.serving.kserve.io/wisdom-0 replaced',
		'rollout step inferenceservice.serving.kserve.io/wisdom-0 serves its new spec',
		'rollout step wisdom-0 answered',
		'rollout step inferenceservice.serving.kserve.io/wisdom-1 deleted',
		'rollout done',
	]);
	expect(recordOf(rollout)).toMatchObject({phase: 'done', by: 'ada', executor: {name: 'daemon-1', isDaemon: true}});
	expect(readPrevious(present(rollout.isvc('wisdom-0')))?.past).toMatchObject([{action: 'promote', by: 'ada'}]);
});

test('a promotion goes on when the terminal of its operator is gone', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	await startExecutor(cluster);
	const terminal = new AbortController();
	cluster.onCall = call => {
		if (call.startsWith('replace inferenceservices')) terminal.abort(new Error('hung up'));
	};
	const argv = ['promote', 'wisdom', '--yes'];
	const verb = runCommand(promote, argv, {cluster, namespace: 'models', now: () => noon, signal: terminal.signal});
	await expect(verb).rejects.toThrow('hung up');
	await eventually(() => expect(recordOf(rollout)?.phase).toBe('done'));
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/two', undefined]);
});

test('the next daemon goes on with what the one before had to leave', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	const first = await startExecutor(cluster);
	let leaving: Promise<void> | undefined;
	cluster.onCall = call => {
		if (call.startsWith('replace inferenceservices')) leaving ??= first.stop();
	};
	const verb = rollout.run('promote', 'wisdom', '--yes');
	await eventually(() => expect(leaving).toBeDefined());
	await leaving;
	expect(recordOf(rollout)).toMatchObject({phase: 'running'});
	const second = await startExecutor(cluster, {name: 'daemon-2'});
	expect((await verb).stdout).toContain('inferenceservice.serving.kserve.io/wisdom-1 deleted\n');
	expect(second.lines[0]).toBe('rollout taken up');
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/two', undefined]);
	expect(first.lines.at(-1)).toBe('rollout left');
});

test('an abort takes the rollout from the daemon that performs it, and goes back', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	await rollout.run('abort', 'wisdom', '--yes');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/slow@wisdom-0', '--wait');
	const {lines} = await startExecutor(cluster);
	const verb = rollout.run('promote', 'wisdom', '--yes').catch((error: unknown) => error);
	await eventually(() => expect(lines).toContain('rollout step inferenceservice.serving.kserve.io/wisdom-0 replaced'));
	await rollout.run('abort', 'wisdom', '--yes');
	await verb;
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/one', undefined]);
});

test('without a daemon that takes it up the verb performs it after all', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	const executor = await startExecutor(cluster);
	await executor.stop();
	const {stdout} = await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	expect(stdout).toContain('inferenceservice.serving.kserve.io/wisdom-1 deleted\n');
	expect(isvc('wisdom-1')).toBeUndefined();
	expect(recordOf(rollout)).toMatchObject({phase: 'done', executor: {name: 'ada', isDaemon: false}});
});

test('a rollout that ends just when its follower has lost patience has ended well', async () => {
	const rollout = await candidateReady();
	const {cluster, configMap} = rollout;
	const executor = await startExecutor(cluster);
	await executor.stop();
	cluster.onCall = call => {
		const record = recordOf(rollout);
		if (call !== 'get configmaps models/wisdom-rollout' || record?.action !== 'promote') return;
		const data = {rollout: JSON.stringify({...record, phase: 'done'})};
		cluster.put({...present(configMap('wisdom-rollout')), data});
	};
	expect((await rollout.run('promote', 'wisdom', '--yes', '--skip-test')).exitCode).toBeUndefined();
});
