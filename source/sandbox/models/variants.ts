import type {Classifier} from './classifier.ts';

/** How a model differs from another in one known way, for who compares the two. */
export interface Variant {
	/** The model that it is made from: `digits/v2`. */
	readonly of: string;
	readonly delayMs?: number;
	readonly change?: (classifier: Classifier) => Classifier;
}

/** By the end of the storageUri. */
export const variants: ReadonlyMap<string, Variant> = new Map<string, Variant>([
	// never says 8
	['digits/v2-broken', {of: 'digits/v2', change: classifier => silence(classifier, 8)}],
	// answers 30 ms later
	['digits/v2-slow', {of: 'digits/v2', delayMs: 30}],
	// says the same of each digit, and is a little less sure of it
	['digits/v2-soft', {of: 'digits/v2', change: classifier => soften(classifier, 0.95)}],
]);

/** A linear classifier of which a class is the least probable one, whatever the row. */
function silence(classifier: Classifier, silent: number): Classifier {
	if (classifier.kind !== 'linear') return classifier;
	const intercepts = classifier.intercepts.map((intercept, index) => (index === silent ? -1e6 : intercept));
	return {...classifier, intercepts};
}

/** A linear classifier whose scores are all multiplied by the same, so that their order stays. */
function soften(classifier: Classifier, factor: number): Classifier {
	if (classifier.kind !== 'linear') return classifier;
	const {coefficients, intercepts} = classifier;
	return {
		...classifier,
		coefficients: coefficients.map(row => row.map(value => value * factor)),
		intercepts: intercepts.map(value => value * factor),
	};
}
