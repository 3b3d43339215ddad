/** One entry of `status.conditions` as Knative writes it. */
export interface Condition {
	readonly type: string;
	readonly status: 'True' | 'False' | 'Unknown';
	readonly reason?: string;
	readonly message?: string;
	/** `Info` on conditions that `Ready` does not depend on; absent on the others. */
	readonly severity?: 'Info';
	/** RFC 3339 with seconds. */
	readonly lastTransitionTime: string;
}

/** What a controller says about one condition. */
export interface Verdict {
	readonly status: Condition['status'];
	readonly reason?: string;
	readonly message?: string;
}

/**
 * Knative's living condition set: conditions that `Ready` depends on, and others beside them. KServe and Knative both keep
 * theirs by it. Follows knative/pkg `apis/condition_set.go`: entries are sorted by type, `lastTransitionTime` moves with any
 * change of an entry (a new reason is enough), False outranks Unknown, and among equals the newest gives `Ready` its reason.
 */
export class LivingConditions {
	#entries: readonly Condition[];
	readonly #dependents: readonly string[];
	readonly #now: string;

	/** @param now Time of the changes, in milliseconds since the epoch. */
	constructor(entries: readonly Condition[], dependents: readonly string[], now: number) {
		this.#entries = entries;
		this.#dependents = dependents;
		this.#now = timestamp(now);
	}

	get entries(): readonly Condition[] {
		return this.#entries;
	}

	statusOf(type: string): Condition['status'] {
		return this.#find(type)?.status ?? 'Unknown';
	}

	/**
	 * Sets a condition, and `Ready` by it where `Ready` depends on it. Reason and message are dropped from a `True`, as Knative's
	 * MarkTrue does, unless they are to be kept, as by MarkTrueWithReason.
	 */
	mark(type: string, verdict: Verdict, keepsReason = false): void {
		const said = verdict.status === 'True' && !keepsReason ? {status: verdict.status} : verdict;
		this.#set(type, said);
		if (said.status === 'True') this.#set('Ready', this.#unhappyDependent() ?? {status: 'True'});
		else if (said.status === 'False') this.#followFalse(type, said);
		else this.#followUnknown(type, said);
	}

	#followFalse(type: string, verdict: Verdict): void {
		if (this.#dependents.includes(type)) this.#set('Ready', verdict);
	}

	#followUnknown(type: string, verdict: Verdict): void {
		if (this.#dependents.some(dependent => this.statusOf(dependent) === 'False')) {
			if (this.statusOf('Ready') !== 'False') this.#set('Ready', {...verdict, status: 'False'});
		} else if (this.#dependents.includes(type)) {
			this.#set('Ready', verdict);
		}
	}

	#unhappyDependent(): Verdict | undefined {
		const known = this.#entries
			.filter(entry => this.#dependents.includes(entry.type))
			.toSorted((a, b) => b.lastTransitionTime.localeCompare(a.lastTransitionTime));
		const unhappy = known.find(entry => entry.status === 'False') ?? known.find(entry => entry.status === 'Unknown');
		if (unhappy !== undefined) return verdictOf(unhappy);
		return known.length < this.#dependents.length ? {status: 'Unknown'} : undefined;
	}

	#set(type: string, verdict: Verdict): void {
		const before = this.#find(type);
		if (before !== undefined && sameVerdict(before, verdict)) return;
		const informs = type !== 'Ready' && !this.#dependents.includes(type);
		const after: Condition = {
			type,
			...verdictOf(verdict),
			...(informs ? {severity: 'Info'} : {}),
			lastTransitionTime: this.#now,
		};
		const others = this.#entries.filter(entry => entry.type !== type);
		this.#entries = [...others, after].toSorted((a, b) => (a.type < b.type ? -1 : 1));
	}

	#find(type: string): Condition | undefined {
		return this.#entries.find(entry => entry.type === type);
	}
}

/** A time as Kubernetes writes it: RFC 3339, UTC, whole seconds. */
export function timestamp(milliseconds: number): string {
	return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function sameVerdict(a: Verdict, b: Verdict): boolean {
	return a.status === b.status && (a.reason ?? '') === (b.reason ?? '') && (a.message ?? '') === (b.message ?? '');
}

/** Empty reasons and messages do not travel (`omitempty`). */
function verdictOf({status, reason, message}: Verdict): Verdict {
	return {status, ...(reason ? {reason} : {}), ...(message ? {message} : {})};
}
