import {expect, test} from 'vitest';
import {Comparison} from '../../../source/analysis/comparison/comparison.ts';
import {labels as label, pair, settings} from './pairs.ts';
import {asScikitLearn, byScikitLearn, labels, type ComparedModel} from './scikit-learn.ts';

test.each<ComparedModel>(['digits-rf', 'digits-broken'])(
	'accuracies, agreement, McNemar and confusion of %s are what scikit-learn and SciPy say',
	model => {
		const {answers, said} = byScikitLearn(model);
		const comparison = new Comparison({margin: 0.01, alpha: 0.05, looks: 'once'}, settings);
		for (const [index, right] of labels.entries()) {
			const [primary, candidate] = answers.map(each => label(each[index] ?? -1));
			if (primary && candidate) comparison.add(pair(index, {label: String(right), primary, candidate}));
		}

		const result = comparison.result({elapsedMs: 1, metadata: []});
		const found = asScikitLearn(result);
		expect(found.accuracies).toEqual(said.accuracies);
		expect(found.agreement).toBe(said.agreement);
		expect((found.mcnemar ?? 1) / said.mcnemar).toBeCloseTo(1, 9);
		expect(found.confusion).toEqual(said.confusion);
		expect(result.verdict).toBe('worse');
		const worst = result.accuracy?.classes.filter(({gotWorse}) => gotWorse).map(each => each.label) ?? [];
		if (model === 'digits-broken') expect(worst).toEqual(['3']);
	},
);
