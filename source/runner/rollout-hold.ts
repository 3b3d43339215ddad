import {randomUUID} from 'node:crypto';
import {userName} from '../kube/user-name.ts';
import {find, hasReason, isPassing} from '../objects/cluster.ts';
import {appNameLabel, kindLabel, recordKind, verbFieldManager} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, configMaps} from '../objects/resource.ts';
import {objectWords} from '../ownership/object-words.ts';
import type {Plan} from '../rollout/plan.ts';
import {heldWords} from '../rollout/record-words.ts';
import {
	holdMs,
	isHeld,
	parseRecordMap,
	recordData,
	recordName,
	renewMs,
	type RolloutPhase,
	type RolloutRecord,
} from '../rollout/record.ts';
import type {Progress, StepContext} from './step-context.ts';
import {waitUntil, WaitTimeout} from './wait-until.ts';

/** How long the last word of an executor may take, in milliseconds: its own signal has been aborted, perhaps. */
const lastWordMs = 2000;

/** An app's record, held by this process. */
export interface RolloutHold {
	/** Aborts, with the reason, when somebody else has taken the record. */
	readonly lost: AbortSignal;
	/** Notes that a step is next. */
	advance(step: number, words: string): Promise<void>;
	/** Lets go of the record and says how it ended; it is deleted where the app's routing is gone. */
	end(phase: Exclude<RolloutPhase, 'running'>, words: string): Promise<void>;
}

/**
 * Takes an app's record for a plan, so that nobody else changes the app meanwhile, and so that what is under way is known when this
 * process is no more. Rejects with the other's name while somebody else is at it. Undefined where the user may not write it.
 */
export async function takeRollout(
	context: StepContext,
	{action, title, steps, app}: Plan & {readonly app: string},
	progress: Progress,
): Promise<RolloutHold | undefined> {
	const {cluster, namespace, now, signal} = context;
	const by = context.by ?? (await userName(cluster, signal));
	const record: RolloutRecord = {
		id: randomUUID(),
		action,
		title,
		by,
		startedAt: now().toISOString(),
		phase: 'running',
		steps,
		step: 0,
		words: '',
		executor: {name: by, renewedAt: now().toISOString()},
	};
	try {
		await waitUntilFree(context, app, progress);
		const live = await readRecordMap(context, app);
		const held = parseRecordMap(live);
		if (held && isHeld(held, now())) throw new Error(heldWords(held));
		const object = {...(live ?? emptyRecord(app, namespace)), data: recordData(record)};
		const options = {fieldManager: verbFieldManager, signal};
		const stored = await (live
			? cluster.replace(configMaps, object, options)
			: cluster.create(configMaps, object, options));
		return new Hold(context, record, stored, action === 'cleanup');
	} catch (error) {
		if (hasReason(error, 'Forbidden')) {
			progress(`what is under way is kept nowhere: you may not write configmap ${recordName(app)}`);
			return undefined;
		}

		if (!hasReason(error, 'Conflict') && !hasReason(error, 'AlreadyExists')) throw error;
		const other = parseRecordMap(await readRecordMap(context, app));
		throw new Error(other ? heldWords(other) : `${recordName(app)} was changed at the same moment: try again`, {
			cause: error,
		});
	}
}

/** One who is at it renews its hold while we look; of one that was killed, the hold ends. */
async function waitUntilFree(context: StepContext, app: string, onProgress: Progress): Promise<void> {
	const first = parseRecordMap(await readRecordMap(context, app));
	if (!first || !isHeld(first, context.now())) return;
	const leftMs = Date.parse(first.executor?.renewedAt ?? '') + holdMs - context.now().getTime();
	const patience = {...context, timeoutMs: Math.min(context.timeoutMs, Math.max(1, leftMs))};
	const until = (live: KubeObject | undefined): true | string => {
		const record = parseRecordMap(live);
		if (!record || record.phase !== 'running') return true;
		if (record.executor?.renewedAt !== first.executor?.renewedAt) throw new Error(heldWords(record));
		return `${first.by} began "${first.title}" and has not been heard of for a moment`;
	};
	try {
		await waitUntil(patience, {resource: configMaps, name: recordName(app), onProgress, until});
	} catch (error) {
		if (!(error instanceof WaitTimeout) || patience.timeoutMs === context.timeoutMs) throw error;
	}
}

/** The ConfigMap of an app's record; undefined where there is none. Throws an Error when it is something else's. */
async function readRecordMap({cluster, namespace, signal}: StepContext, app: string): Promise<KubeObject | undefined> {
	const live = await find(cluster, configMaps, namespace, recordName(app), signal);
	if (live && live.metadata.labels?.[kindLabel] !== recordKind) {
		throw new Error(
			`${objectWords(live)} is in the way of the record of ${app} and was not made by kubectl iter8: rename it`,
		);
	}

	return live;
}

function emptyRecord(app: string, namespace: string): KubeObject {
	return {
		apiVersion: apiVersionOf(configMaps),
		kind: configMaps.kind,
		metadata: {name: recordName(app), namespace, labels: {[appNameLabel]: app, [kindLabel]: recordKind}},
	};
}

class Hold implements RolloutHold {
	readonly #context: StepContext;
	readonly #losing = new AbortController();
	readonly #renewal: NodeJS.Timeout;
	readonly #isTemporary: boolean;
	#record: RolloutRecord;
	#stored: KubeObject | undefined;
	/** Writes wait for each other. */
	#writing: Promise<void> = Promise.resolve();

	constructor(context: StepContext, record: RolloutRecord, stored: KubeObject, isTemporary: boolean) {
		this.#context = context;
		this.#record = record;
		this.#stored = stored;
		this.#isTemporary = isTemporary;
		this.#renewal = setInterval(() => void this.#write({}, context.signal), renewMs);
		this.#renewal.unref();
	}

	get lost(): AbortSignal {
		return this.#losing.signal;
	}

	async advance(step: number, words: string): Promise<void> {
		await this.#write({step, words}, this.#context.signal);
	}

	async end(phase: Exclude<RolloutPhase, 'running'>, words: string): Promise<void> {
		clearInterval(this.#renewal);
		const signal = AbortSignal.timeout(lastWordMs);
		if (phase === 'done' && this.#isTemporary) return this.#delete(signal);
		await this.#write({phase, words}, signal);
	}

	/** Never rejects: a record that cannot be written keeps no rollout from its end. */
	#write(change: Partial<RolloutRecord>, signal: AbortSignal): Promise<void> {
		this.#writing = this.#writeAfter(this.#writing, change, signal);
		return this.#writing;
	}

	async #writeAfter(earlier: Promise<void>, change: Partial<RolloutRecord>, signal: AbortSignal): Promise<void> {
		await earlier;
		if (!this.#stored || this.#losing.signal.aborted) return;
		const executor = {name: this.#record.by, renewedAt: this.#context.now().toISOString()};
		this.#record = {...this.#record, ...change, executor};
		try {
			await this.#replace(this.#stored, signal);
		} catch (error) {
			await this.#judge(error, signal);
		}
	}

	async #replace(stored: KubeObject, signal: AbortSignal): Promise<void> {
		const object = {...stored, data: recordData(this.#record)};
		const options = {fieldManager: verbFieldManager, signal};
		this.#stored = await this.#context.cluster.replace(configMaps, object, options);
	}

	/** Whoever has taken the record has another id; anything else that was written there is written over. */
	async #judge(error: unknown, signal: AbortSignal): Promise<void> {
		if (isPassing(error) || signal.aborted) return;
		const {cluster} = this.#context;
		const {namespace, name} = this.#stored?.metadata ?? {};
		try {
			if (!hasReason(error, 'Conflict') && !hasReason(error, 'NotFound')) throw error;
			const live = await find(cluster, configMaps, namespace, name ?? '', signal);
			const other = parseRecordMap(live);
			this.#stored = live;
			if (other && other.id !== this.#record.id) this.#losing.abort(new Error(heldWords(other)));
			else if (live) await this.#replace(live, signal);
		} catch {
			this.#stored = undefined;
		}
	}

	async #delete(signal: AbortSignal): Promise<void> {
		await this.#writing;
		const {cluster} = this.#context;
		const {namespace, name = '', uid} = this.#stored?.metadata ?? {};
		if (uid === undefined) return;
		// gone already, or left to whoever cleans up next
		await cluster.delete(configMaps, namespace, name, {uid, signal}).catch(() => undefined);
	}
}
