import {isSuccess} from '../../inference/infer.ts';
import type {Outcome} from '../../inference/load.ts';

/** Counts answers by the version that they came from; undefined stands for none. */
export class AnswerCount {
	readonly #counts = new Map<string | undefined, {requests: number; failed: number}>();
	readonly #statuses = new Set<number | undefined>();

	add(outcome: Outcome): void {
		const version = outcome instanceof Error ? undefined : outcome.version;
		const count = this.#counts.get(version) ?? {requests: 0, failed: 0};
		this.#counts.set(version, count);
		count.requests++;
		if (outcome instanceof Error || !isSuccess(outcome)) count.failed++;
		this.#statuses.add(outcome instanceof Error ? undefined : outcome.status);
	}

	/** Requests that this version answered, and those that nobody did. */
	of(version: string | undefined): {readonly requests: number; readonly failed: number} {
		return this.#counts.get(version) ?? {requests: 0, failed: 0};
	}

	/** The one status of all answers; undefined when there are several, when a request had no answer, and without any. */
	get onlyStatus(): number | undefined {
		const [status] = this.#statuses;
		return this.#statuses.size === 1 ? status : undefined;
	}

	/** All requests. */
	get total(): number {
		return Array.from(this.#counts.values()).reduce((sum, {requests}) => sum + requests, 0);
	}

	/** The versions that answered. */
	get versions(): readonly string[] {
		return [...this.#counts.keys()].filter(version => version !== undefined);
	}
}
