import type {ComparisonResult} from '../../../source/analysis/comparison/result.ts';
import comparisons from '../../fixtures/models/comparisons.json' with {type: 'json'};

/** The digits that no model was trained on, as persons read them. */
export const {labels} = comparisons;

/** Models beside a logistic regression: a random forest, and one that takes each 3 for an 8. */
export type ComparedModel = 'digits-rf' | 'digits-broken';

/** What scikit-learn and SciPy say of a model beside the logistic regression (test/cluster/testbed/models.py). */
export function byScikitLearn(model: ComparedModel) {
	const {answers, ...said} = comparisons[model];
	return {answers, said};
}

/** The same as a comparison of ours has it. */
export function asScikitLearn({accuracy, agreement}: ComparisonResult) {
	const share = ({count, trials}: {count: number; trials: number}): number => count / trials;
	return {
		accuracies: accuracy && [share(accuracy.primary), share(accuracy.candidate)],
		agreement: share(agreement.agreeing),
		mcnemar: accuracy?.mcnemar,
		// The last column is that of other answers, of which there are none.
		confusion:
			accuracy &&
			[accuracy.confusion.primary, accuracy.confusion.candidate].map(rows => rows.map(row => row.slice(0, 10))),
	};
}
