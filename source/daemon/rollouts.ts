import {startInformer, type Informer} from '../kube/informer.ts';
import {hasReason} from '../objects/cluster.ts';
import {appNameLabel, kindLabel, recordKind} from '../objects/labels.ts';
import {namespacedName, stringAt, type KubeObject} from '../objects/object.ts';
import {configMaps} from '../objects/resource.ts';
import type {ReconcileResult} from '../reconcile/reconcile-result.ts';
import {decide} from '../rollout/decide.ts';
import {parseRecord, recordName} from '../rollout/record.ts';
import type {RolloutHold} from '../runner/rollout-hold.ts';
import {performRollout, stopRollout, type Found, type PerformOptions} from './perform-rollout.ts';
import {WorkQueue} from './work-queue.ts';

interface RolloutOptions extends PerformOptions {
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	/** Milliseconds of a clock that never jumps. @default performance.now */
	readonly monotonic?: () => number;
	readonly onError: (error: Error) => void;
	readonly signal: AbortSignal;
}

/** Rollouts wait, for the most part: far more of them than cores can be under way. */
const concurrency = 500;

/** Characters of a record: what a daemon executes takes a tenth. */
const longestRecord = 262_144;

/** How long until it is asked again whether a record may be written, in milliseconds. */
const forbiddenRetryMs = 60_000;

/**
 * Performs the rollouts that operators have begun: those that nobody is at, from the step that is next. While another daemon leads
 * it only looks.
 */
export class Rollouts {
	readonly #options: RolloutOptions;
	readonly #monotonic: () => number;
	/** When each record was last seen to change, by our own clock. */
	readonly #changedAt = new Map<string, number>();
	readonly #holds = new Map<string, RolloutHold>();
	#informer: Informer | undefined;
	#queue: WorkQueue | undefined;

	constructor(options: RolloutOptions) {
		this.#options = options;
		this.#monotonic = options.monotonic ?? (() => performance.now());
	}

	/** Starts watching; resolves when the records are known. */
	async start(): Promise<void> {
		const {cluster, namespace, signal, onError} = this.#options;
		this.#informer = startInformer({
			cluster,
			resource: configMaps,
			namespace,
			signal,
			labelSelector: `${kindLabel}=${recordKind}`,
			transform: kept,
			onUpdate: (key, current) => this.#see(key, current),
			onError,
		});
		await this.#informer.synced;
	}

	/** Performs what is there until the signal aborts; resolves when the last step has been let go of. */
	async lead(signal: AbortSignal): Promise<void> {
		const {log} = this.#options;
		const queue = new WorkQueue({
			handle: async key => this.#handle(key, signal),
			onError: (key, error, retryMs) => log.warn('rollout interrupted', {record: key, error: String(error), retryMs}),
			concurrency,
		});
		this.#queue = queue;
		for (const {metadata} of this.#informer?.values() ?? []) {
			queue.add(namespacedName(metadata.namespace ?? '', metadata.name));
		}

		await new Promise<void>(resolve => {
			if (signal.aborted) resolve();
			signal.addEventListener('abort', () => resolve(), {once: true});
		});
		this.#queue = undefined;
		await queue.stop();
	}

	#see(key: string, current: KubeObject | undefined): void {
		if (current) this.#changedAt.set(key, this.#monotonic());
		else this.#changedAt.delete(key);
		this.#holds.get(key)?.saw(current);
		this.#queue?.add(key);
	}

	async #handle(key: string, signal: AbortSignal): Promise<ReconcileResult> {
		const found = this.#find(key);
		if (!found || signal.aborted) return {};
		const {now, identity} = this.#options;
		const unchangedMs = this.#monotonic() - (this.#changedAt.get(key) ?? 0);
		const decision = decide(found.record, {identity, now: now(), unchangedMs});
		try {
			if (decision.to === 'do') await performRollout(this.#options, found, signal, hold => this.#hold(key, hold));
			if (decision.to === 'stop') await stopRollout(this.#options, found, signal, decision.reason);
			return decision.to === 'wait' ? {requeueAfterMs: decision.ms} : {};
		} catch (error) {
			if (!hasReason(error, 'Forbidden')) throw error;
			this.#options.log.warn('rollout not taken up', {record: key, error: String(error), retryMs: forbiddenRetryMs});
			return {requeueAfterMs: forbiddenRetryMs};
		}
	}

	#hold(key: string, hold: RolloutHold | undefined): void {
		if (hold) this.#holds.set(key, hold);
		else this.#holds.delete(key);
	}

	#find(key: string): Found | undefined {
		const [namespace, name = ''] = key.split('/');
		const live = this.#informer?.get(namespace, name);
		const record = parseRecord(live);
		const app = live?.metadata.labels?.[appNameLabel] ?? '';
		return live && record && name === recordName(app) ? {live, app, record} : undefined;
	}
}

/** What is too long is no record of ours. */
function kept(object: KubeObject): KubeObject | undefined {
	if ((stringAt(object, 'data', 'rollout')?.length ?? 0) > longestRecord) return undefined;
	const {managedFields: _, ...metadata} = object.metadata;
	return {...object, metadata};
}
