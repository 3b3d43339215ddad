import type {RequestKind, RequestRecord} from './record.ts';

export type Counts = Readonly<Record<string, number>>;

/** What the requests of one kind got in one phase. */
export interface KindReport {
	readonly sent: number;
	/** Answers 200. */
	readonly ok: number;
	/** Answers 200 by their `app-version` header (`none` without one). */
	readonly versions: Counts;
	/** Answers 200 by the `model_version` of their body: the folder name of the model that answered. */
	readonly models: Counts;
	/** Answers 200 by both, written `v1 digits-rf`. */
	readonly pairs: Counts;
	/** For each model, the answers 200 that carry its prediction for their input. The models differ on every input sent. */
	readonly predictions: Counts;
	/** Answers 200 whose prediction is not the one of the model that they name, or of no model where they name none. */
	readonly wrong: number;
}

/** The requests that were sent in one phase, none excluded, whenever their answers came. */
export interface PhaseReport {
	readonly phase: string;
	/** From its first request to its last. */
	readonly seconds: number;
	readonly sent: number;
	readonly ok: number;
	/** Everything but 200, by status code or error code. */
	readonly failed: Counts;
	/** Latency in milliseconds. */
	readonly p50: number;
	readonly p99: number;
	readonly plain: KindReport;
	readonly test: KindReport;
}

export interface LoadReport {
	readonly sent: number;
	readonly ok: number;
	readonly failed: Counts;
	/** Every request that was not answered 200. */
	readonly failures: readonly RequestRecord[];
	/** In the order in which they began. */
	readonly phases: readonly PhaseReport[];
	/** How often Envoy has sent a request again since the load began; undefined without its admin address. */
	readonly retries?: number;
	/** What Envoy has counted since then, by response flag and cluster: `UH wisdom-1.default.svc.cluster.local`. */
	readonly envoy?: Counts;
	/** Every request, in the order of sending. */
	readonly records: readonly RequestRecord[];
}

/** Counts requests one by one. */
export function reportOf(records: readonly RequestRecord[], envoy?: Counts): LoadReport {
	const phases = Map.groupBy(records, record => record.phase);
	return {
		...totals(records),
		failures: records.filter(record => !isOk(record)),
		phases: [...phases].map(([phase, ofPhase]) => phaseReport(phase, ofPhase)),
		...(envoy && {envoy, retries: retriesIn(envoy)}),
		records,
	};
}

function retriesIn(envoy: Counts): number {
	const retried = Object.entries(envoy).filter(([key]) => key.startsWith('retried '));
	return retried.reduce((sum, [, times]) => sum + times, 0);
}

function phaseReport(phase: string, records: readonly RequestRecord[]): PhaseReport {
	const latencies = records.map(record => record.latency).toSorted((a, b) => a - b);
	const times = records.map(record => record.sentAt);
	return {
		phase,
		seconds: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
		...totals(records),
		p50: quantile(latencies, 0.5),
		p99: quantile(latencies, 0.99),
		plain: kindReport(records, 'plain'),
		test: kindReport(records, 'test'),
	};
}

function kindReport(records: readonly RequestRecord[], kind: RequestKind): KindReport {
	const sent = records.filter(record => record.kind === kind);
	const ok = sent.filter(isOk);
	return {
		sent: sent.length,
		ok: ok.length,
		versions: count(ok.map(versionOf)),
		models: count(ok.map(modelOf)),
		pairs: count(ok.map(record => `${versionOf(record)} ${modelOf(record)}`)),
		predictions: count(ok.flatMap(record => record.agrees)),
		wrong: ok.filter(isWrong).length,
	};
}

function totals(records: readonly RequestRecord[]): Pick<LoadReport, 'sent' | 'ok' | 'failed'> {
	return {
		sent: records.length,
		ok: records.filter(isOk).length,
		failed: count(records.filter(record => !isOk(record)).map(record => record.outcome)),
	};
}

function isOk(record: RequestRecord): boolean {
	return record.outcome === '200';
}

function isWrong({modelVersion, agrees}: RequestRecord): boolean {
	return modelVersion === undefined ? agrees.length === 0 : !agrees.some(model => model === modelVersion);
}

function versionOf(record: RequestRecord): string {
	return record.appVersion ?? 'none';
}

function modelOf(record: RequestRecord): string {
	return record.modelVersion ?? 'none';
}

function count(values: readonly string[]): Counts {
	const groups = Map.groupBy(values, value => value);
	return Object.fromEntries([...groups].map(([value, all]) => [value, all.length]));
}

/** Nearest rank. */
function quantile(sorted: readonly number[], share: number): number {
	return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
