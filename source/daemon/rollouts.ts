import type {EventRecorder} from '../kube/event-recorder.ts';
import {startInformer, type Informer} from '../kube/informer.ts';
import {hasReason, type Cluster} from '../objects/cluster.ts';
import {appNameLabel, kindLabel, recordKind} from '../objects/labels.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {configMaps} from '../objects/resource.ts';
import type {ReconcileResult} from '../reconcile/reconcile-result.ts';
import {decide} from '../rollout/decide.ts';
import {describeStep} from '../rollout/describe-step.ts';
import {parseRecord, recordName, type RolloutRecord} from '../rollout/record.ts';
import {requireOwnSteps} from '../runner/own-steps.ts';
import type {RolloutHold} from '../runner/rollout-hold.ts';
import {runSteps} from '../runner/run-steps.ts';
import type {Infer, StepContext} from '../runner/step-context.ts';
import {resumeRollout} from '../runner/take-rollout.ts';
import type {Transition} from '../runner/transition.ts';
import type {Log, LogFields} from './log.ts';
import {WorkQueue} from './work-queue.ts';

interface RolloutOptions {
	readonly cluster: Cluster;
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	readonly types: ResourceTypes;
	readonly holdMs: number;
	readonly drainMs: number;
	readonly now: () => Date;
	readonly log: Log;
	readonly recorder: EventRecorder;
	/** Who we are in the records. */
	readonly identity: string;
	/** How the versions of an app are asked for an inference. */
	readonly inferOf: (namespace: string, app: string, signal: AbortSignal) => Infer;
	readonly onError: (error: Error) => void;
	readonly signal: AbortSignal;
}

/** Rollouts wait, for the most part: far more of them than cores can be under way. */
const concurrency = 500;

/**
 * Performs the rollouts that operators have begun: those that nobody is at, from the step that is next. While another daemon leads
 * it only looks.
 */
export class Rollouts {
	readonly #options: RolloutOptions;
	#informer: Informer | undefined;
	#queue: WorkQueue | undefined;

	constructor(options: RolloutOptions) {
		this.#options = options;
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
			onUpdate: key => this.#queue?.add(key),
			onError,
		});
		await this.#informer.synced;
	}

	/** Performs what is there until the signal aborts; resolves when the last step has been let go of. */
	async lead(signal: AbortSignal): Promise<void> {
		const {log} = this.#options;
		const queue = new WorkQueue({
			handle: async key => this.#handle(key, signal),
			onError: (key, error, retryMs) => log.warn('rollout not taken up', {record: key, error: String(error), retryMs}),
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

	async #handle(key: string, signal: AbortSignal): Promise<ReconcileResult> {
		const [namespace, name = ''] = key.split('/');
		const live = this.#informer?.get(namespace, name);
		const record = parseRecord(live);
		if (!live || !record || signal.aborted) return {};
		const decision = decide(record, this.#options.now());
		if (decision.to === 'wait') return {requeueAfterMs: decision.ms};
		if (decision.to !== 'do') return {};
		const {metadata} = live;
		const app = metadata.labels?.[appNameLabel] ?? '';
		if (metadata.name !== recordName(app)) return {};
		await this.#perform(live, app, this.#contextOf(metadata.namespace ?? '', app, record, signal));
		return {};
	}

	#contextOf(namespace: string, app: string, {by, timeoutMs}: RolloutRecord, signal: AbortSignal): StepContext {
		const {cluster, types, now, holdMs, drainMs, inferOf} = this.#options;
		return {
			cluster,
			namespace,
			types,
			now,
			signal,
			holdMs,
			timeoutMs,
			drainMs,
			by,
			infer: inferOf(namespace, app, signal),
		};
	}

	async #perform(live: KubeObject, app: string, context: StepContext): Promise<void> {
		const {identity, log} = this.#options;
		const taken = await this.#take(live, app, context);
		if (!taken) return;
		const {hold, record} = taken;
		const fields = {app: `${context.namespace}/${app}`, rollout: record.title, by: record.by};
		log.info('rollout taken up', {...fields, step: record.step + 1, executor: identity});
		const signal = AbortSignal.any([context.signal, hold.lost]);
		try {
			await requireOwnSteps(context, app, record.steps);
			await runSteps({...context, signal}, {steps: record.steps, from: record.step}, hold, transition =>
				this.#tell(live, record, fields, transition),
			);
			await hold.end('done', '');
			log.info('rollout done', fields);
		} catch (error) {
			await this.#end(live, hold, {error, fields, isLed: !context.signal.aborted});
		}
	}

	/** Undefined when another was faster. */
	async #take(live: KubeObject, app: string, context: StepContext) {
		try {
			return await resumeRollout(context, app, live, {name: this.#options.identity, isDaemon: true});
		} catch (error) {
			if (hasReason(error, 'Conflict') || hasReason(error, 'NotFound')) return undefined;
			throw error;
		}
	}

	/** Whoever leads next goes on with what this daemon no longer may. */
	async #end(
		live: KubeObject,
		hold: RolloutHold,
		{error, fields, isLed}: {readonly error: unknown; readonly fields: LogFields; readonly isLed: boolean},
	): Promise<void> {
		const {log, recorder} = this.#options;
		const words = error instanceof Error ? error.message : String(error);
		if (!isLed) {
			await hold.release();
			log.info('rollout left', fields);
			return;
		}

		await hold.end('failed', words);
		log.warn('rollout failed', {...fields, error: words});
		recorder.record(live, 'Warning', 'RolloutFailed', words);
	}

	#tell(live: KubeObject, record: RolloutRecord, fields: LogFields, {type, step, words}: Transition): void {
		const current = record.steps[step];
		if (type !== 'done' || !current) return;
		const {log, recorder} = this.#options;
		log.info('rollout step', {...fields, step: step + 1, what: describeStep(current), result: words});
		recorder.record(live, 'Normal', 'RolloutStep', `${record.by}: ${words}`);
	}
}
