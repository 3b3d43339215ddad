import {expect, onTestFinished, test} from 'vitest';
import {Rollouts} from '../../source/daemon/rollouts.ts';
import {defaultLeaderSettings, settingsAnnotation, settingsText} from '../../source/objects/leader-settings.ts';
import {clusterLeaseNamespace, leaseName, microTime} from '../../source/objects/lease.ts';
import {fieldAt, type KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {configMaps, inferenceServices, leases} from '../../source/objects/resource.ts';
import {parseRecord, type RolloutRecord} from '../../source/rollout/record.ts';
import * as promote from '../../source/verbs/promote/run.ts';
import {eventually} from '../helpers/eventually.ts';
import type {MemoryCluster} from '../helpers/memory-cluster.ts';
import {present} from '../helpers/present.ts';
import {runCommand} from '../helpers/run-command.ts';
import {primary, startRollout, storageUri, type Rollout} from '../verbs/rollout.ts';

const noon = new Date('2026-01-01T12:00:00Z');

interface Executor {
	/** What it logged. */
	readonly lines: readonly string[];
	readonly stop: () => Promise<void>;
}

/** A daemon of all namespaces that executes rollouts, and says so on the lease. */
async function startExecutor(cluster: MemoryCluster, name = 'daemon-1'): Promise<Executor> {
	const leading = new AbortController();
	const lines: string[] = [];
	const lease: KubeObject = {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {
			name: leaseName,
			namespace: clusterLeaseNamespace,
			annotations: {[settingsAnnotation]: settingsText({...defaultLeaderSettings, rollouts: true})},
		},
		spec: {holderIdentity: name, leaseDurationSeconds: 15, renewTime: microTime(noon)},
	};
	cluster.put({...cluster.peek(leases, clusterLeaseNamespace, leaseName), ...lease});
	const rollouts = new Rollouts({
		cluster,
		namespace: undefined,
		types: defaultResourceTypes,
		holdMs: defaultLeaderSettings.holdMs,
		drainMs: 1,
		now: () => noon,
		log: {
			info: (message, fields) => void lines.push(`${message} ${String(fields?.['result'] ?? '')}`.trim()),
			warn: (message, fields) => void lines.push(`${message} ${String(fields?.['error'] ?? '')}`.trim()),
		},
		recorder: {record: () => undefined, idle: () => Promise.resolve()},
		identity: name,
		inferOf: () => version => Promise.resolve(`${version} answered`),
		onError: error => void lines.push(error.message),
		signal: leading.signal,
	});
	await rollouts.start();
	const term = rollouts.lead(leading.signal);
	const stop = async (): Promise<void> => {
		leading.abort(new Error('the term is over'));
		await term;
	};
	onTestFinished(stop);
	return {lines, stop};
}

async function candidateReady(): Promise<Rollout> {
	const rollout = await startRollout([primary()]);
	await rollout.run('init', 'wisdom');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	return rollout;
}

function recordOf({configMap}: Rollout): RolloutRecord | undefined {
	return parseRecord(configMap('wisdom-rollout'));
}

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
	expect(fieldAt(rollout.configMap('wisdom-history'), 'data', 'changes')).toContain('"by":"ada"');
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
	const second = await startExecutor(cluster, 'daemon-2');
	expect((await verb).stdout).toContain('inferenceservice.serving.kserve.io/wisdom-1 deleted\n');
	expect(second.lines[0]).toBe('rollout taken up');
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/two', undefined]);
	expect(first.lines.at(-1)).toBe('rollout left');
});

test('an abort takes the rollout from the daemon that performs it, and goes back', async () => {
	const rollout = await candidateReady();
	const {cluster, isvc} = rollout;
	await rollout.run('abort', 'wisdom', '--yes');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--wait');
	const {lines} = await startExecutor(cluster);
	cluster.onCall = call => {
		// KServe has not looked at the new spec yet
		if (call.startsWith('replace inferenceservices'))
			cluster.setStatus(inferenceServices, 'models', 'wisdom-0', loading());
	};
	const verb = rollout.run('promote', 'wisdom', '--yes').catch((error: unknown) => error);
	await eventually(() => expect(lines).toContain('rollout step inferenceservice.serving.kserve.io/wisdom-0 replaced'));
	cluster.onCall = undefined;
	await rollout.run('abort', 'wisdom', '--yes');
	await verb;
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')]).toEqual(['gs://models/one', undefined]);
});

function loading(): unknown {
	return {conditions: [{type: 'Ready', status: 'Unknown', lastTransitionTime: '2026-01-01T12:00:00Z'}]};
}

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

// A6: who may only write ConfigMaps has nobody's rights used for what is not the app's.
test.each([
	['of another app', {app: 'other'}],
	[
		'of an object that the routemap does not name',
		{target: {resource: inferenceServices, namespace: 'models', name: 'x'}},
	],
	['in another namespace', {target: {resource: inferenceServices, namespace: 'other', name: 'wisdom-1'}}],
	['of another kind', {target: {resource: configMaps, namespace: 'models', name: 'wisdom-1'}}],
])('a record with a step %s fails before anything is done', async (_, change) => {
	const rollout = await candidateReady();
	const {cluster, isvc, configMap} = rollout;
	const target = {
		resource: inferenceServices,
		namespace: 'models',
		name: 'wisdom-1',
		uid: isvc('wisdom-1')?.metadata.uid,
	};
	const step = {type: 'delete-version', app: 'wisdom', target, companions: [], isAwaited: true, ...change};
	const record = {...recordOf(rollout), phase: 'running', action: 'abort', steps: [step], step: 0, executor: undefined};
	await startExecutor(cluster);
	cluster.put({...present(configMap('wisdom-rollout')), data: {rollout: JSON.stringify(record)}});
	await eventually(() => expect(recordOf(rollout)?.phase).toBe('failed'));
	expect(isvc('wisdom-1')?.metadata.deletionTimestamp).toBeUndefined();
});

test.each(['create-version', 'apply-object', 'label-object', 'delete-object', 'release-finalizers', 'nonsense'])(
	'a record with a step %s is nothing for a daemon',
	async type => {
		const rollout = await candidateReady();
		const {cluster, configMap} = rollout;
		const executor = await startExecutor(cluster);
		const record = {
			...recordOf(rollout),
			phase: 'running',
			action: 'promote',
			steps: [{type}],
			step: 0,
			executor: undefined,
		};
		cluster.put({...present(configMap('wisdom-rollout')), data: {rollout: JSON.stringify(record)}});
		await rollout.run('init', 'oak');
		await executor.stop();
		expect([executor.lines, recordOf(rollout)?.executor]).toEqual([[], undefined]);
	},
);
