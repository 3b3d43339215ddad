import {setImmediate, setTimeout} from 'node:timers/promises';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {clusterLeaseNamespace, leaseName, microTime} from '../../../source/objects/lease.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {
	configMaps,
	deployments,
	httpRoutes,
	inferenceServices,
	services,
	virtualServices,
} from '../../../source/objects/resource.ts';
import {UsageError} from '../../../source/objects/usage-error.ts';
import * as abort from '../../../source/verbs/abort/run.ts';
import * as cleanup from '../../../source/verbs/cleanup/run.ts';
import * as deploy from '../../../source/verbs/deploy/run.ts';
import * as init from '../../../source/verbs/init/run.ts';
import * as promote from '../../../source/verbs/promote/run.ts';
import * as weights from '../../../source/verbs/weights/run.ts';
import {startDaemon} from '../../helpers/daemon.ts';
import {playKserve} from '../../helpers/kserve-in-memory.ts';
import {createMemoryCluster, type MemoryCluster} from '../../helpers/memory-cluster.ts';
import {randomCases} from '../../helpers/random-cases.ts';
import {runCommand} from '../../helpers/run-command.ts';
import {specsOf, uidOf, violations, type Snapshot} from './oracle.ts';
import {allBranches, sharedClusters, specOf, type SharedCluster, type Step} from './random-cluster.ts';

const verbs = {init, deploy, weights, promote, abort, cleanup};
const kinds = [configMaps, deployments, httpRoutes, inferenceServices, services, virtualServices];
const now = (): Date => new Date('2026-01-01T12:00:00Z');

/** For all cases of `npm run long`. */
const timeoutMs = 3_600_000;

/** Of `npm run long`. */
const mostCases = 10_000;

/** So many cases are played at once: most of their time is waiting. */
const batchSize = 20;

test(
	'on a cluster that other people use, too, nothing of theirs is touched, and the safety rules hold at each step',
	async () => {
		const met = new Map<string, number>();
		const cases = randomCases(300, mostCases);
		const batches = fc.tuple(...Array.from({length: batchSize}, () => sharedClusters));
		await fc.assert(
			fc.asyncProperty(batches, async batch => {
				const played = await Promise.all(batch.map(play));
				expect(played.flatMap(({found}) => found)).toEqual([]);
				for (const branch of [...batch, ...played].flatMap(({branches}) => branches)) {
					met.set(branch, (met.get(branch) ?? 0) + 1);
				}
			}),
			// A failure is made smaller for so long; the seed plays it again.
			{
				numRuns: cases / batchSize,
				interruptAfterTimeLimit: randomCases(90_000, 3_000_000),
				markInterruptAsFailure: true,
			},
		);
		const shares = allBranches.map(branch => [branch, (100 * (met.get(branch) ?? 0)) / cases] as const);
		console.log(
			`${cases} clusters, of which met ${shares.map(([branch, share]) => `${branch} ${share.toFixed(1)} %`).join(', ')}`,
		);
		// Of few cases a rare branch may by chance be less than 1 %, but never none.
		const least = cases === mostCases ? 1 : 100 / cases;
		expect(shares.filter(([, share]) => share < least)).toEqual([]);
	},
	timeoutMs,
);

interface Played {
	/** What was done that may not be. */
	readonly found: readonly string[];
	/** What verbs did to the end. */
	readonly branches: readonly string[];
}

async function play({objects, hasDaemon, steps}: SharedCluster): Promise<Played> {
	const cluster = createMemoryCluster(objects, {now});
	const initial = snapshotOf(cluster);
	const ending = new AbortController();
	const kserve = playKserve(cluster, ending.signal);
	if (hasDaemon) cluster.put(lease);
	const daemon = hasDaemon ? await startDaemon(cluster, {now, drainMs: 0}) : undefined;
	const found: string[] = [];
	const standby = await startDaemon(
		readOnly(cluster, () => found.push('a daemon that does not lead wrote')),
		{now, drainMs: 0},
		false,
	);
	const specs: unknown[] = [];
	const done = new Set<string>();
	for (const step of [quiet, ...steps]) {
		interfere(cluster, step);
		await settled(cluster);
		const before = snapshotOf(cluster);
		specs.push(...specsOf(before), specOf('gs://models/two'));
		if (await perform(cluster, step)) done.add(`${step.verb} done`);
		await settled(cluster);
		const passage = {
			before: step === quiet ? initial : before,
			after: snapshotOf(cluster),
			step,
			hasDaemon,
			initial,
			specs,
		};
		found.push(...violations(passage).map(words => `${step.verb} ${step.argv.join(' ')}: ${words}`));
	}

	ending.abort(new Error('the case is over'));
	await Promise.all([kserve, daemon?.stop(), standby.stop()]);
	return {found, branches: [...done]};
}

const quiet: Step = {verb: 'nothing', argv: [], before: 'nothing'};

const lease: KubeObject = {
	apiVersion: 'coordination.k8s.io/v1',
	kind: 'Lease',
	metadata: {name: leaseName, namespace: clusterLeaseNamespace},
	spec: {holderIdentity: 'test-daemon', leaseDurationSeconds: 15, renewTime: microTime(now())},
};

/** A cluster for who does not lead, who writes nothing (safety rule 3). */
function readOnly(cluster: MemoryCluster, onWrite: () => void): MemoryCluster {
	const refuse = (): never => {
		onWrite();
		throw new Error('only the holder of the lease writes');
	};
	return {...cluster, create: refuse, replace: refuse, apply: refuse, patch: refuse, delete: refuse};
}

function snapshotOf(cluster: MemoryCluster): Snapshot {
	return new Map(kinds.flatMap(kind => cluster.peekAll(kind)).map(object => [uidOf(object), object]));
}

/** What others do meanwhile. */
function interfere(cluster: MemoryCluster, {before}: Step): void {
	const candidate = cluster.peek(inferenceServices, 'models', 'a-1');
	if (before === 'deletes the candidate' && candidate) void cluster.delete(inferenceServices, 'models', 'a-1');
	if (before === 'deletes a hostile routemap') {
		const [routemap] = cluster.peekAll(configMaps).filter(({metadata}) => metadata.uid?.startsWith('uid-of-'));
		if (routemap) void cluster.delete(configMaps, routemap.metadata.namespace, routemap.metadata.name);
	}

	if (before === 'breaks the candidate' && candidate && candidate.metadata.deletionTimestamp === undefined) {
		const generation = (candidate.metadata.generation ?? 1) + 1;
		cluster.put({...candidate, metadata: {...candidate.metadata, generation}, spec: specOf('gs://models/broken')});
	}
}

/** Whether a verb did all that it was asked. One that refuses is as good: what counts is what it did. */
async function perform(cluster: MemoryCluster, {verb, argv}: Step): Promise<boolean> {
	if (verb === 'nothing') return false;
	const signal = AbortSignal.timeout(2000);
	try {
		await runCommand(verbs[verb], [verb, ...argv], {cluster, namespace: 'models', now, signal});
		return true;
	} catch (error) {
		if (error instanceof UsageError) throw error;
		return false;
	}
}

/** Resolves when nobody has asked the cluster anything for a while. */
async function settled(cluster: MemoryCluster): Promise<void> {
	for (let calls = -1; calls !== cluster.calls.length;) {
		calls = cluster.calls.length;
		await setTimeout(1);
		await setImmediate();
	}
}
