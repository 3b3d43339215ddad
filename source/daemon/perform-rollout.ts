import type {EventRecorder} from '../kube/event-recorder.ts';
import {LostLease} from '../kube/lease-hold.ts';
import {isPassing, type Cluster} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {describeStep} from '../rollout/describe-step.ts';
import type {RolloutRecord} from '../rollout/record.ts';
import {requireOwnSteps} from '../runner/own-steps.ts';
import {isForbidden, requireRollouts} from '../runner/require-rollouts.ts';
import type {RolloutHold} from '../runner/rollout-hold.ts';
import {runSteps} from '../runner/run-steps.ts';
import type {Infer, StepContext} from '../runner/step-context.ts';
import {resumeRollout} from '../runner/take-rollout.ts';
import type {Transition} from '../runner/transition.ts';
import type {Log, LogFields} from './log.ts';

/** With what a daemon performs rollouts. */
export interface PerformOptions {
	readonly cluster: Cluster;
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
}

/** A record as it was seen. */
export interface Found {
	readonly live: KubeObject;
	readonly app: string;
	readonly record: RolloutRecord;
}

/**
 * Performs a rollout from the step that is next, until it is done, has failed, is another's, or may not be performed by this daemon.
 * Rejects where the same may succeed a little later.
 * @param onHold Told of the hold on the record, and that there is none any more.
 */
export async function performRollout(
	options: PerformOptions,
	found: Found,
	leading: AbortSignal,
	onHold: (hold: RolloutHold | undefined) => void,
): Promise<void> {
	const {identity, log} = options;
	const {live, app, record} = found;
	const context = contextOf(options, found, leading);
	const taken = await resumeRollout(context, app, live, {name: identity, isDaemon: true});
	if (!taken) return;
	const {hold} = taken;
	const fields = {app: `${context.namespace}/${app}`, rollout: record.title, by: record.by};
	log.info('rollout taken up', {...fields, step: record.step + 1, executor: identity});
	const signal = AbortSignal.any([leading, hold.lost]);
	onHold(hold);
	try {
		await requireRollouts(context, app);
		await requireOwnSteps(context, app, record.steps);
		await runSteps({...context, signal}, {steps: record.steps, from: record.step}, hold, transition =>
			tell(options, found, fields, transition),
		);
		await hold.end('done', '');
		log.info('rollout done', fields);
	} catch (error) {
		await end(options, found, hold, {error, fields, isLed: !leading.aborted && !(error instanceof LostLease)});
	} finally {
		onHold(undefined);
	}
}

/** Says of a rollout that it is not gone on with. */
export async function stopRollout(
	options: PerformOptions,
	found: Found,
	leading: AbortSignal,
	reason: string,
): Promise<void> {
	const {identity, log} = options;
	const {live, app, record} = found;
	const taken = await resumeRollout(contextOf(options, found, leading), app, live, {name: identity, isDaemon: true});
	await taken?.hold.end('stopped', reason);
	log.warn('rollout not taken up', {
		record: `${live.metadata.namespace}/${live.metadata.name}`,
		rollout: record.title,
		reason,
	});
}

function contextOf(options: PerformOptions, {live, app, record}: Found, signal: AbortSignal): StepContext {
	const {cluster, types, now, holdMs, drainMs, inferOf} = options;
	const {namespace = ''} = live.metadata;
	const {by, timeoutMs} = record;
	const infer = inferOf(namespace, app, signal);
	return {cluster, namespace, types, now, signal, holdMs, timeoutMs, drainMs, by, infer};
}

/** Whoever leads next goes on with what this daemon no longer may, and whoever began it with what it never might. */
async function end(
	{log, recorder}: PerformOptions,
	{live}: Found,
	hold: RolloutHold,
	{error, fields, isLed}: {readonly error: unknown; readonly fields: LogFields; readonly isLed: boolean},
): Promise<void> {
	const words = error instanceof Error ? error.message : String(error);
	if (!isLed || hold.lost.aborted) {
		await hold.release();
		log.info('rollout left', {...fields, ...(hold.lost.aborted && {reason: String(hold.lost.reason)})});
		return;
	}

	if (isPassing(error)) {
		hold.progressed(words);
		await hold.release();
		throw error;
	}

	const isDeclined = isForbidden(error);
	await hold.end(isDeclined ? 'declined' : 'failed', words);
	log.warn(isDeclined ? 'rollout declined' : 'rollout failed', {...fields, error: words});
	recorder.record(live, 'Warning', isDeclined ? 'RolloutDeclined' : 'RolloutFailed', words);
}

function tell(
	{log, recorder}: PerformOptions,
	{live, record}: Found,
	fields: LogFields,
	{type, step, words}: Transition,
): void {
	const current = record.steps[step];
	if (type !== 'done' || !current) return;
	log.info('rollout step', {...fields, step: step + 1, what: describeStep(current), result: words});
	recorder.record(live, 'Normal', 'RolloutStep', `${record.by}: ${words}`);
}
