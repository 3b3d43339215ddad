import {expect, onTestFinished, test, vi} from 'vitest';
import {ApiError, ConnectionError, type Cluster} from '../../source/objects/cluster.ts';
import {fieldAt, type KubeObject} from '../../source/objects/object.ts';
import {deployments, inferenceServices} from '../../source/objects/resource.ts';
import {targetOf} from '../../source/rollout/step.ts';
import type {ActionContext} from '../../source/runner/action-context.ts';
import {waitInPieces, WaitTimeout, waitUntil, waitUntilAll, waitUntilGone} from '../../source/runner/wait-until.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {stepContext} from '../helpers/step-context.ts';
import {workload} from '../kserve/workload.ts';
import {primary} from '../verbs/rollout.ts';

function contextOf(cluster: MemoryCluster, options: Partial<ActionContext> = {}): ActionContext {
	return stepContext(cluster, {timeoutMs: 5000, ...options});
}

const isReady = (object: KubeObject | undefined): true | string => object?.['status'] !== undefined || 'no status yet';
const setReady = (cluster: MemoryCluster): KubeObject =>
	cluster.setStatus(inferenceServices, 'models', 'wisdom-0', {ready: true});

test('a wait ends with the change that it waits for, and tells once what it is waiting for', async () => {
	const cluster = createMemoryCluster([primary()]);
	const told: string[] = [];
	const waited = waitUntil(contextOf(cluster), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: words => {
			told.push(words);
			setReady(cluster);
		},
	});
	expect((await waited)?.['status']).toEqual({ready: true});
	expect(told).toEqual(['no status yet']);
});

test('a watch that breaks or is too old is begun again', async () => {
	const cluster = createMemoryCluster([primary()]);
	const waited = waitUntil(contextOf(cluster), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => {
			cluster.onCall = call => {
				if (!call.startsWith('watch')) return;
				cluster.onCall = undefined;
				cluster.setReachable(false);
				queueMicrotask(() => {
					cluster.setReachable(true);
					setReady(cluster);
				});
			};
		},
	});
	expect((await waited)?.['status']).toEqual({ready: true});
});

test('a server that is away for a while, and stumbles when it is back, is waited for', async () => {
	const cluster = createMemoryCluster([primary()]);
	const failures = [
		new ConnectionError('The connection to the server was refused'),
		new ApiError(503, 'ServiceUnavailable', 'starting'),
	];
	vi.spyOn(Math, 'random').mockReturnValue(0);
	onTestFinished(() => void vi.restoreAllMocks());
	const waited = waitUntil(contextOf(cluster), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => {
			cluster.onCall = () => {
				const failure = failures.shift();
				if (failure !== undefined) throw failure;
				cluster.onCall = undefined;
				setReady(cluster);
			};
		},
	});
	expect((await waited)?.['status']).toEqual({ready: true});
	expect(cluster.calls.map(call => call.split(' ')[0])).toEqual(['list', 'watch', 'list', 'list', 'watch']);
});

test('a server that fails at the first look is told at once', async () => {
	const cluster = createMemoryCluster([primary()]);
	cluster.setReachable(false);
	const waited = waitUntil(contextOf(cluster), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => undefined,
	});
	await expect(waited).rejects.toThrow(new ConnectionError('The connection to the server memory was refused'));
	expect(cluster.calls).toEqual(['list inferenceservices models']);
});

test('what does not pass ends the wait, and so does whatever the condition throws', async () => {
	const cluster = createMemoryCluster([primary()]);
	const forbidden = new ApiError(403, 'Forbidden', 'you may not');
	const fault = new ApiError(503, 'ServiceUnavailable', 'somebody else has changed it');
	let looks = 0;
	const options = {resource: inferenceServices, name: 'wisdom-0'};
	const refused = waitUntil(contextOf(cluster), {
		...options,
		until: isReady,
		onProgress: () => {
			cluster.onCall = () => {
				throw forbidden;
			};
		},
	});
	await expect(refused).rejects.toBe(forbidden);

	cluster.onCall = undefined;
	const changed = waitUntil(contextOf(cluster), {
		...options,
		until: () => {
			if (++looks > 1) throw fault;
			return 'a change';
		},
		onProgress: () => queueMicrotask(() => setReady(cluster)),
	});
	await expect(changed).rejects.toBe(fault);
	expect(looks).toBe(2);
});

test('the signal ends a wait also while the server is away', async () => {
	const cluster = createMemoryCluster([primary()]);
	const abortion = new AbortController();
	const reason = new Error('interrupted by SIGINT');
	const waited = waitUntil(contextOf(cluster, {signal: abortion.signal}), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => {
			cluster.setReachable(false);
			cluster.onCall = () => abortion.abort(reason);
		},
	});
	await expect(waited).rejects.toBe(reason);
});

test('a wait that takes too long tells of a server that was away in the end', async () => {
	const cluster = createMemoryCluster([primary()]);
	const waited = waitUntil(contextOf(cluster, {timeoutMs: 30}), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => cluster.setReachable(false),
	});
	await expect(waited).rejects.toThrow(
		new WaitTimeout(
			'inferenceservice.serving.kserve.io/wisdom-0: no status yet; then the API server was lost: The connection to the server memory was refused',
			30,
		),
	);
});

test('a wait that takes too long tells of a server that has never answered', async () => {
	const cluster = createMemoryCluster([primary()]);
	const silent: Cluster = {
		...cluster,
		list: async (_resource, _namespace, {signal} = {}) =>
			new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
	};
	const waited = waitUntil(contextOf(cluster, {cluster: silent, timeoutMs: 30}), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => undefined,
	});
	await expect(waited).rejects.toThrow(
		new WaitTimeout('inferenceservice.serving.kserve.io/wisdom-0: the API server has not answered', 30),
	);
});

test('a wait that takes too long says what was awaited, and of which object', async () => {
	const cluster = createMemoryCluster([primary()]);
	const waited = waitUntil(contextOf(cluster, {timeoutMs: 30}), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: isReady,
		onProgress: () => undefined,
	});
	await expect(waited).rejects.toThrow(
		'timed out after 0s waiting for inferenceservice.serving.kserve.io/wisdom-0: no status yet',
	);
});

test('a wait in pieces tells of the whole time, and each piece of it has time to see something', async () => {
	let clock = 0;
	vi.spyOn(performance, 'now').mockImplementation(() => clock);
	onTestFinished(() => void vi.restoreAllMocks());
	const pieces: number[] = [];
	const waited = waitInPieces(contextOf(createMemoryCluster([]), {timeoutMs: 12_000}), 5000, async ({timeoutMs}) => {
		pieces.push(timeoutMs);
		clock += timeoutMs;
		throw new WaitTimeout('wisdom-1: it is being deleted', timeoutMs);
	});
	await expect(waited).rejects.toThrow('timed out after 12s waiting for wisdom-1: it is being deleted');
	expect(pieces).toEqual([4000, 4000, 4000]);
});

test('a wait in pieces ends with the piece in which it comes, and with what is no end of a piece', async () => {
	const context = contextOf(createMemoryCluster([]), {timeoutMs: 12_000});
	const ends = [new WaitTimeout('it', 5), new WaitTimeout('it', 5)];
	const come = waitInPieces(context, 5000, async () => {
		const end = ends.pop();
		if (end) throw end;
		return 'come';
	});
	expect(await come).toBe('come');
	const refused = new ApiError(403, 'Forbidden', 'you may not');
	await expect(waitInPieces(context, 5000, () => Promise.reject(refused))).rejects.toBe(refused);
});

test('events that had come already when it held are told nobody', async () => {
	const cluster = createMemoryCluster([primary()]);
	const told: string[] = [];
	const read = Promise.withResolvers<void>();
	/** As a stream does that read several events at once. */
	async function* watch() {
		for (const generation of [2, 3, 4]) yield {type: 'MODIFIED' as const, object: primary({generation})};
		read.resolve();
	}
	await waitUntil(contextOf(Object.assign(Object.create(cluster) as MemoryCluster, {watch})), {
		resource: inferenceServices,
		name: 'wisdom-0',
		until: object => object?.metadata.generation === 2 || `generation ${object?.metadata.generation}`,
		onProgress: words => told.push(words),
	});
	await read.promise;
	expect(told).toEqual(['generation 1']);
});

test('a wait for objects of two kinds looks at both whenever one of them changes', async () => {
	const cluster = createMemoryCluster([primary(), workload({name: 'wisdom-0-predictor', updated: 0})]);
	const told: string[] = [];
	const waited = waitUntilAll(contextOf(cluster), {
		watched: [
			{resource: inferenceServices, selector: {fieldSelector: 'metadata.name=wisdom-0'}},
			{resource: deployments, selector: {labelSelector: 'component=predictor'}},
		],
		subject: 'both',
		until: views => {
			const [object, deployment] = views.map(view => view[0]);
			const words = [isReady(object), Number(fieldAt(deployment, 'status', 'updatedReplicas')) > 0 || 'no pods yet'];
			return words.find(word => word !== true) ?? true;
		},
		onProgress: words => {
			told.push(words);
			if (words === 'no status yet') setReady(cluster);
			else cluster.setStatus(deployments, 'models', 'wisdom-0-predictor', {updatedReplicas: 1});
		},
	});
	expect((await waited).map(view => view.map(({metadata}) => metadata.name))).toEqual([
		['wisdom-0'],
		['wisdom-0-predictor'],
	]);
	expect(told).toEqual(['no status yet', 'no pods yet']);
});

test('another object of the same name is not waited for', async () => {
	const cluster = createMemoryCluster([primary({uid: 'new'})]);
	await expect(
		waitUntilGone(contextOf(cluster), targetOf(inferenceServices, primary({uid: 'old'})), () => undefined),
	).resolves.toBeUndefined();
});

test('waiting until an object is gone ends at once when it is, whether or not its uid is known', async () => {
	const target = {resource: inferenceServices, namespace: 'models', name: 'wisdom-0'};
	await expect(
		waitUntilGone(contextOf(createMemoryCluster([]), {timeoutMs: 1000}), target, () => undefined),
	).resolves.toBeUndefined();
});

test.each([
	[['iter8.tools/finalizer', 'inferenceservice.finalizers'], 'goes once no request is on its way to it'],
	[['inferenceservice.finalizers'], 'waits for inferenceservice.finalizers'],
	[['iter8.tools/finalizer'], 'goes once no request is on its way to it'],
])('what is being deleted with the finalizers %j says what it waits for', async (finalizers, words) => {
	const cluster = createMemoryCluster([primary({uid: 'gone', finalizers})]);
	cluster.remove(inferenceServices, 'models', 'wisdom-0');
	const object = cluster.peek(inferenceServices, 'models', 'wisdom-0');
	const told: string[] = [];
	const waiting = waitUntilGone(
		contextOf(cluster, {timeoutMs: 50}),
		targetOf(inferenceServices, object ?? primary()),
		said => told.push(said),
	);
	await expect(waiting).rejects.toThrow(WaitTimeout);
	expect(told).toEqual([`it is being deleted and ${words}`]);
});
