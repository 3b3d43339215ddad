import {expect, test} from 'vitest';
import {logMixtureAbove, logMixtureBelow} from '../../../source/analysis/statistics/functions/beta-mixture.ts';
import {logEvidenceGreater} from '../../../source/analysis/statistics/quantiles.ts';
import {SortedSample} from '../../../source/analysis/statistics/sorted-sample.ts';
import {Chance} from '../../helpers/chance.ts';

test('the least evidence is found without looking at every value', () => {
	const chance = new Chance(3);
	for (let n = 0; n < 100; n++) {
		const draw = (count: number, shift: number) =>
			Array.from({length: count}, () => Math.round(100 * (chance.normal() + shift)));
		const one = draw(1 + chance.binomial(800, 0.5), chance.next() - 0.3);
		const other = draw(1 + chance.binomial(800, chance.next()), 0);
		const quantile = [0.5, 0.9, 0.95][n % 3] ?? 0.5;
		const prior = {a: 160 * quantile, b: 160 * (1 - quantile)};
		const evidences = [Number.NEGATIVE_INFINITY, ...one].map(
			x =>
				logMixtureBelow(one.filter(value => value <= x).length, one.length, quantile, prior) +
				logMixtureAbove(other.filter(value => value < x).length, other.length, quantile, prior),
		);
		const found = logEvidenceGreater(new SortedSample(one), new SortedSample(other), quantile);
		expect(found).toBeCloseTo(Math.min(...evidences), 9);
	}
});
