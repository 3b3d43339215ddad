import {isRecord, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import type {Step} from './step.ts';

/** How a rollout stands: `stopped` is taken up by running its verb again. */
export type RolloutPhase = 'running' | 'done' | 'failed' | 'stopped';

/** Who performs the steps, and until when nobody else does. */
export interface Executor {
	readonly name: string;
	/** RFC 3339. */
	readonly renewedAt: string;
}

/** What is under way in an app, or was last: it survives the process that began it. */
export interface RolloutRecord {
	/** Of one run of one verb. */
	readonly id: string;
	readonly action: string;
	readonly title: string;
	/** Who began it, as the API server calls them. */
	readonly by: string;
	/** RFC 3339. */
	readonly startedAt: string;
	readonly phase: RolloutPhase;
	readonly steps: readonly Step[];
	/** Index of the step that is next or under way. */
	readonly step: number;
	/** What the last steps said, or the failure. */
	readonly words: string;
	/** Undefined when nobody is at it. */
	readonly executor?: Executor;
}

/** How long an executor that does not renew its hold is left alone, in milliseconds. */
export const holdMs = 30_000;

/** How often an executor renews its hold, in milliseconds. */
export const renewMs = 10_000;

/** Name of the ConfigMap that keeps what is under way in an app. */
export function recordName(app: string): string {
	return `${app}-rollout`;
}

/** The `data` of the ConfigMap of a record. */
export function recordData(record: RolloutRecord): Readonly<Record<string, string>> {
	return {rollout: JSON.stringify(record)};
}

const phases: readonly string[] = ['running', 'done', 'failed', 'stopped'] satisfies readonly RolloutPhase[];

/** What a ConfigMap says is under way; undefined when it says nothing of the kind. */
export function parseRecordMap(configMap: KubeObject | undefined): RolloutRecord | undefined {
	const value = parsed(stringAt(configMap, 'data', 'rollout'));
	const [id, action, title, by, startedAt] = ['id', 'action', 'title', 'by', 'startedAt'].map(key =>
		stringAt(value, key),
	);
	const phase = stringAt(value, 'phase');
	if (id === undefined || action === undefined || title === undefined || by === undefined) return undefined;
	if (startedAt === undefined || phase === undefined || !phases.includes(phase)) return undefined;
	const name = stringAt(value, 'executor', 'name');
	const renewedAt = stringAt(value, 'executor', 'renewedAt');
	return {
		id,
		action,
		title,
		by,
		startedAt,
		phase: phase as RolloutPhase,
		// Read for what they are called only; who performs them must know where they come from.
		steps: listAt(value, 'steps').filter(isRecord) as unknown as readonly Step[],
		step: numberAt(value, 'step') ?? 0,
		words: stringAt(value, 'words') ?? '',
		...(name !== undefined && renewedAt !== undefined && {executor: {name, renewedAt}}),
	};
}

/** Whether somebody is at a rollout now: an executor that renewed its hold in time. A hold from the future is none. */
export function isHeld({phase, executor}: RolloutRecord, now: Date): boolean {
	if (phase !== 'running' || !executor) return false;
	const ageMs = now.getTime() - Date.parse(executor.renewedAt);
	return ageMs > -holdMs && ageMs < holdMs;
}

function parsed(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return undefined;
	}
}
