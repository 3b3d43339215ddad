import {expect, test} from 'vitest';
import type {Question, Verdict} from '../../source/analysis/verdict.ts';
import {saysDifferent, simulate, type Played} from '../analysis/comparison/simulated.ts';
import {Chance} from '../helpers/chance.ts';

const seed = Number(process.env['ITER8_SEED']);
const question: Question = {margin: 0.01, alpha: 0.05, looks: 'once'};

const equal = {better: 0.02, worse: 0.02, failing: 0.003, isLabelled: true};

test.each<readonly [string, Played, Question['looks']]>([
	['with labels', equal, 'once'],
	['with labels, looked at after each tenth pair', equal, 'always'],
	['without labels', {...equal, better: 0.003, worse: 0.003, isLabelled: false}, 'once'],
])('two equal versions, %s, are called different in 7 of 100 comparisons at most', (name, played, looks) => {
	const runs = 1000;
	const chance = new Chance(seed);
	let different = 0;
	for (let run = 0; run < runs; run++) if (saysDifferent(simulate({...question, looks}, played, chance))) different++;
	console.log(`equal versions called different, ${name}: ${different} of ${runs}`);
	expect(different / runs).toBeLessThanOrEqual(0.07);
});

test.each<readonly [string, Partial<Played>, readonly Verdict[]]>([
	['equal versions', {}, ['better', 'worse']],
	['a candidate that is worse by the margin', {worse: 0.03}, ['better', 'no worse']],
	['a candidate that is worse by twice the margin', {better: 0.01, worse: 0.03}, ['better', 'no worse']],
	['a candidate that is better by the margin', {better: 0.03}, ['worse']],
])('the verdict on %s is right in 95 of 100 comparisons', (name, played, wrong) => {
	const runs = 2500;
	const chance = new Chance(seed);
	const verdicts = new Map<Verdict, number>();
	for (let run = 0; run < runs; run++) {
		const {verdict} = simulate(question, {...equal, failing: 0, ...played}, chance);
		verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
	}

	const errors = wrong.reduce((sum, verdict) => sum + (verdicts.get(verdict) ?? 0), 0);
	console.log(`verdicts on ${name}: ${JSON.stringify(Object.fromEntries(verdicts))}, wrong ${errors} of ${runs}`);
	expect(errors / runs).toBeLessThanOrEqual(0.05);
});
