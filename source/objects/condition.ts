import {fieldAt, isRecord, type KubeObject} from './object.ts';

/** One entry of `status.conditions`. */
export interface Condition {
	readonly type: string;
	readonly status: string;
	readonly reason: string | undefined;
	readonly message: string | undefined;
	/** Undefined where it is missing or no date. */
	readonly lastTransitionTime: Date | undefined;
	readonly observedGeneration: number | undefined;
}

/** The condition of a type, without regard to case, or undefined. Malformed entries are passed over. */
export function conditionOf(object: KubeObject, type: string): Condition | undefined {
	const conditions = fieldAt(object, 'status', 'conditions');
	if (!Array.isArray(conditions)) return undefined;
	const wanted = type.toLowerCase();
	const found: unknown = conditions.find(
		entry => isRecord(entry) && typeof entry['type'] === 'string' && entry['type'].toLowerCase() === wanted,
	);
	if (!isRecord(found)) return undefined;
	const text = (key: string): string | undefined => {
		const value = found[key];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const changed = new Date(text('lastTransitionTime') ?? Number.NaN);
	const generation = found['observedGeneration'];
	return {
		type: text('type') ?? type,
		status: text('status') ?? 'Unknown',
		reason: text('reason'),
		message: text('message'),
		lastTransitionTime: Number.isNaN(changed.getTime()) ? undefined : changed,
		observedGeneration: typeof generation === 'number' ? generation : undefined,
	};
}

/** Whether a condition's status is "True", without regard to case. */
export function isTrue(condition: Condition | undefined): boolean {
	return condition?.status.toLowerCase() === 'true';
}
