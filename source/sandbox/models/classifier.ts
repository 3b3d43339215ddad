/** A logistic regression: one row of coefficients and one intercept a class. */
interface LinearClassifier {
	readonly kind: 'linear';
	readonly coefficients: readonly (readonly number[])[];
	readonly intercepts: readonly number[];
}

/** A decision tree, its root first. */
interface TreeClassifier {
	readonly kind: 'tree';
	readonly nodes: readonly (TreeSplit | TreeLeaf)[];
}

interface TreeSplit {
	readonly feature: number;
	readonly threshold: number;
	readonly left: number;
	readonly right: number;
}

interface TreeLeaf {
	readonly shares: readonly number[];
}

export type Classifier = LinearClassifier | TreeClassifier;

/** The probability of each class for one row, as scikit-learn's `predict_proba` gives it. */
export function probabilitiesOf(classifier: Classifier, row: readonly number[]): readonly number[] {
	return classifier.kind === 'linear' ? softmax(scoresOf(classifier, row)) : sharesOf(classifier, row);
}

/** The most probable class of one row; the first among equals. */
export function predictionOf(classifier: Classifier, row: readonly number[]): number {
	const values = classifier.kind === 'linear' ? scoresOf(classifier, row) : sharesOf(classifier, row);
	return values.indexOf(Math.max(...values));
}

function scoresOf({coefficients, intercepts}: LinearClassifier, row: readonly number[]): readonly number[] {
	return coefficients.map((weights, index) =>
		weights.reduce((sum, weight, feature) => sum + weight * (row[feature] ?? 0), intercepts[index] ?? 0),
	);
}

function softmax(scores: readonly number[]): readonly number[] {
	// the largest is taken off, so that no power overflows
	const largest = Math.max(...scores);
	const powers = scores.map(score => Math.exp(score - largest));
	const sum = powers.reduce((total, power) => total + power, 0);
	return powers.map(power => power / sum);
}

function sharesOf({nodes}: TreeClassifier, row: readonly number[]): readonly number[] {
	let node = nodes[0];
	while (node && 'feature' in node) {
		// scikit-learn's trees see 32-bit floats
		const isLeft = Math.fround(row[node.feature] ?? 0) <= node.threshold;
		node = nodes[isLeft ? node.left : node.right];
	}

	return node?.shares ?? [];
}
