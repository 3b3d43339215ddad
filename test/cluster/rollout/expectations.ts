import {expect} from 'vitest';
import type {LoadReport, PhaseReport} from '../load/report.ts';

/** Requests of each kind that must have been answered in a steady phase: all of them, by one version on one model. */
export interface SteadyPhase {
	readonly plain: string;
	readonly test: string;
}

/**
 * Every request of the whole load was answered 200 with the prediction of the model that it names, and Envoy retried none.
 * @param mayRetry Whether Envoy may have sent some again, as by Istio's default where a pod ends.
 */
export function expectNothingLost(report: LoadReport, mayRetry = false): void {
	expect(report.failed).toEqual({});
	expect(report.ok).toBe(report.sent);
	if (!mayRetry) expect(report.retries).toBe(0);
	for (const phase of report.phases)
		expect([phase.phase, phase.plain.wrong, phase.test.wrong]).toEqual([phase.phase, 0, 0]);
}

/** A steady phase lasted at least 10 s and 2,000 requests, or 25 s on a slow machine, and each kind went to `VERSION MODEL` alone. */
export function expectSteady(report: LoadReport, name: string, {plain, test}: SteadyPhase): void {
	const phase = phaseOf(report, name);
	expect(phase.seconds).toBeGreaterThanOrEqual(phase.sent < 2000 ? 24.5 : 9.9);
	expect(phase.sent).toBeGreaterThan(400);
	expect({plain: phase.plain.pairs, test: phase.test.pairs}).toEqual({
		plain: {[plain]: phase.plain.sent},
		test: {[test]: phase.test.sent},
	});
}

/** In a phase of change the answers of each kind came from these pairs only. */
export function expectWithin(
	report: LoadReport,
	name: string,
	allowed: {readonly plain: readonly string[]; readonly test: readonly string[]},
): void {
	const phase = phaseOf(report, name);
	expect(Object.keys(phase.plain.pairs).filter(pair => !allowed.plain.includes(pair))).toEqual([]);
	expect(Object.keys(phase.test.pairs).filter(pair => !allowed.test.includes(pair))).toEqual([]);
}

/** The figures of a load, for README and notes. */
export function printFigures(title: string, report: LoadReport): void {
	const rows = report.phases.map(
		({phase, seconds, sent, ok, p50, p99, plain, test}) =>
			`  ${phase.padEnd(12)} ${seconds.toFixed(1).padStart(5)} s  ${String(sent).padStart(5)} sent  ${String(ok).padStart(5)} ok  ` +
			`p50 ${p50.toFixed(0)} ms  p99 ${p99.toFixed(0)} ms  plain ${JSON.stringify(plain.pairs)}  test ${JSON.stringify(test.pairs)}`,
	);
	const failed = failureLines(report);
	console.log(
		[
			`${title}: ${report.sent} requests, ${report.sent - report.ok} failed, ${report.retries} retries by Envoy`,
			...rows,
			...failed,
		].join('\n'),
	);
}

/** Which requests failed, with what words, when, and what Envoy says of why. */
function failureLines({failures, envoy = {}}: LoadReport): readonly string[] {
	if (failures.length === 0) return [];
	const kinds = Map.groupBy(failures, ({phase, kind, outcome, detail = '', appVersion = 'none'}) =>
		[phase, kind, outcome, appVersion, detail].join(' · '),
	);
	const lines = [...kinds].map(([words, all]) => {
		const times = all.map(({sentAt}) => sentAt);
		return `  ${all.length} × ${words} (${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms)`;
	});
	return [...lines, `  Envoy counted ${JSON.stringify(envoy)}`];
}

function phaseOf(report: LoadReport, name: string): PhaseReport {
	const phase = report.phases.find(candidate => candidate.phase === name);
	if (!phase) throw new Error(`the load had no phase ${name}`);
	return phase;
}
