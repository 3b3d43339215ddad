import {expect} from 'vitest';
import type {LoadReport} from '../load/report.ts';
import {expectNothingLost, expectWithin} from '../rollout/expectations.ts';
import type {ModelName} from '../testbed/models.ts';

/**
 * Why what a load has lost says nothing of the rollout that went on beside it: this machine was short of CPU. Undefined where it
 * had room.
 */
export function shortage({phases}: LoadReport): string | undefined {
	const slow = phases.find(({p50}) => p50 > 250);
	if (slow === undefined) return undefined;
	const median = `half of the requests of phase ${slow.phase} took longer than ${Math.round(slow.p50)} ms`;
	return `this run does not count: ${median}, so the machine was short of CPU`;
}

/** @throws Error where the machine was short of CPU. */
export function requireRoom(report: LoadReport): void {
	const why = shortage(report);
	if (why !== undefined) throw new Error(why);
}

/** A rollout (`rollOut`) lost nothing; beside a machine that was short of CPU, which is told, at least nobody answered out of turn. */
export function expectRolledOutWhereThereWasRoom(report: LoadReport): void {
	expectInTurn(report);
	const why = shortage(report);
	if (why !== undefined) {
		console.log(why);
		return;
	}

	expectRolledOut(report);
	expectNothingLost(report, true);
}

/** In its steady phases all requests of a rollout (`rollOut`) were answered, by the version and model whose turn it was. */
export function expectRolledOut(report: LoadReport): void {
	requireRoom(report);
	expectServed(report, 'primary', {plain: 'digits-lr', test: 'digits-lr'});
	expectServed(report, 'candidate', {plain: 'digits-lr', test: 'digits-rf'});
	expectServed(report, 'alone', {plain: 'digits-rf', test: 'digits-rf'});
}

/** In a phase all requests of a kind were answered by one version on one model, as their predictions show. */
export function expectServed(
	report: LoadReport,
	name: string,
	wanted: {readonly plain: ModelName; readonly test: ModelName},
): void {
	const phase = report.phases.find(candidate => candidate.phase === name);
	for (const kind of ['plain', 'test'] as const) {
		const version = wanted.test !== wanted.plain && kind === 'test' ? 'wisdom-1' : 'wisdom-0';
		const {sent, versions, predictions} = phase?.[kind] ?? {};
		expect([name, kind, versions, predictions?.[wanted[kind]]]).toEqual([name, kind, {[version]: sent}, sent]);
		const others = Object.entries(predictions ?? {}).filter(([model]) => model !== wanted[kind]);
		for (const [model, count] of others) expect([model, count < (sent ?? 0)]).toEqual([model, true]);
	}
}

/** Whoever answered in a phase of a rollout by `rollOut` was the version, and the model, whose turn it was. */
function expectInTurn(report: LoadReport): void {
	const primary = 'wisdom-0 digits-lr';
	const candidate = 'wisdom-1 digits-rf';
	const promoted = 'wisdom-0 digits-rf';
	expectWithin(report, 'primary', {plain: [primary], test: [primary]});
	expectWithin(report, 'deploying', {plain: [primary], test: [primary, candidate]});
	expectWithin(report, 'candidate', {plain: [primary], test: [candidate]});
	expectWithin(report, 'promoting', {plain: [primary, promoted], test: [candidate, promoted]});
	expectWithin(report, 'alone', {plain: [promoted], test: [promoted]});
	for (const {phase, plain, test} of report.phases) expect([phase, plain.wrong, test.wrong]).toEqual([phase, 0, 0]);
}
