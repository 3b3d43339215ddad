import {randomUUID} from 'node:crypto';
import {userName} from '../kube/user-name.ts';
import {hasReason} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps} from '../objects/resource.ts';
import type {Plan} from '../rollout/plan.ts';
import {heldWords} from '../rollout/record-words.ts';
import {
	heldForMs,
	holdMs,
	mayTake,
	parseRecord,
	recordName,
	renewMs,
	type Executor,
	type RolloutRecord,
} from '../rollout/record.ts';
import type {Awaited} from '../versions/awaited.ts';
import {readRecordMap, writeRecord} from './record-store.ts';
import {RolloutHold} from './rollout-hold.ts';
import type {Progress, StepContext} from './step-context.ts';
import {waitUntil, WaitTimeout} from './wait-until.ts';

/** How late a renewal may come before it is said that there is none, in milliseconds. */
const lateMs = 1000;

/** A plan of an app. */
export type AppPlan = Plan & {readonly app: string};

/**
 * Begins a plan's record, so that nobody else changes the app meanwhile, and so that what is under way is known when this process
 * is no more. Rejects with the other's name while somebody else is at it; `abort` takes it from a daemon all the same. Undefined
 * where the user may not write it.
 * @param executor Who performs the plan; undefined for whoever takes it up.
 */
export async function beginRollout(
	context: StepContext,
	plan: AppPlan,
	executor: 'this' | undefined,
	progress: Progress,
): Promise<{readonly record: RolloutRecord; readonly stored: KubeObject} | undefined> {
	const {cluster, signal, now} = context;
	const {app, action, title, steps} = plan;
	const by = context.by ?? (await userName(cluster, signal));
	const startedAt = now().toISOString();
	const record: RolloutRecord = {
		id: randomUUID(),
		action,
		title,
		by,
		startedAt,
		phase: 'running',
		steps,
		step: 0,
		timeoutMs: context.timeoutMs,
		results: [],
		words: '',
		...(executor && {executor: {name: by, isDaemon: false, renewedAt: startedAt}}),
	};
	try {
		await waitUntilFree(context, plan, progress);
		const live = await readRecordMap(context, app);
		refuseHeld(context, plan, live);
		return {record, stored: await writeRecord(context, app, live, record, signal)};
	} catch (error) {
		if (hasReason(error, 'Forbidden')) {
			progress(`what is under way is kept nowhere: you may not write configmap ${recordName(app)}`);
			return undefined;
		}

		if (!hasReason(error, 'Conflict') && !hasReason(error, 'AlreadyExists')) throw error;
		const other = parseRecord(await readRecordMap(context, app));
		const words = other ? heldWords(other) : `${recordName(app)} was changed at the same moment: try again`;
		throw new Error(words, {cause: error});
	}
}

/** Takes a plan's record for this process; see `beginRollout`. */
export async function takeRollout(
	context: StepContext,
	plan: AppPlan,
	progress: Progress,
): Promise<RolloutHold | undefined> {
	const begun = await beginRollout(context, plan, 'this', progress);
	return begun && new RolloutHold(context, plan.app, begun.record, begun.stored);
}

/** Takes up a record that nobody is at, as it is; undefined when it is not there to be taken up, or another was faster. */
export async function resumeRollout(
	context: StepContext,
	app: string,
	live: KubeObject,
	executor: Pick<Executor, 'name' | 'isDaemon'>,
): Promise<{readonly hold: RolloutHold; readonly record: RolloutRecord} | undefined> {
	const found = parseRecord(live);
	if (found?.phase !== 'running' && found?.phase !== 'declined') return undefined;
	const renewedAt = context.now().toISOString();
	const record: RolloutRecord = {...found, phase: 'running', executor: {...executor, renewedAt}};
	try {
		const stored = await writeRecord(context, app, live, record, context.signal);
		return {hold: new RolloutHold(context, app, record, stored), record};
	} catch (error) {
		if (hasReason(error, 'Conflict') || hasReason(error, 'NotFound')) return undefined;
		throw error;
	}
}

function refuseHeld({now}: StepContext, {action}: AppPlan, live: KubeObject | undefined): void {
	const held = parseRecord(live);
	if (held && heldForMs(held, now()) > 0 && !mayTake(action, held)) throw new Error(heldWords(held));
}

/** One who is at it renews its hold while we look, and is told of in one line; of one that was killed, the hold ends. */
async function waitUntilFree(context: StepContext, {app, action}: AppPlan, onProgress: Progress): Promise<void> {
	const first = parseRecord(await readRecordMap(context, app));
	const leftMs = first ? heldForMs(first, context.now()) : 0;
	if (!first || leftMs === 0 || mayTake(action, first)) return;
	const patience = {...context, timeoutMs: Math.min(context.timeoutMs, leftMs)};
	const words = `${first.by} began "${first.title}" and has not been heard of for a moment`;
	const notice = setTimeout(() => onProgress(words), leftMs - holdMs + renewMs + lateMs);
	const until = (live: KubeObject | undefined): Awaited => {
		const record = parseRecord(live);
		if (record?.phase !== 'running' || !record.executor) return true;
		if (record.executor.renewedAt !== first.executor?.renewedAt) throw new Error(heldWords(record));
		return words;
	};
	try {
		await waitUntil(patience, {resource: configMaps, name: recordName(app), onProgress: () => undefined, until});
	} catch (error) {
		if (!(error instanceof WaitTimeout) || patience.timeoutMs === context.timeoutMs) throw error;
	} finally {
		clearTimeout(notice);
	}
}
