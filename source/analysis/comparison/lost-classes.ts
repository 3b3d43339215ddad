import type {ClassResult} from './accuracy-result.ts';
import type {ComparisonResult} from './result.ts';

/** The classes that got surely worse in spite of the verdict, the most frequent first; of *worse* they are a part. */
export function lostClasses({
	verdict,
	accuracy,
}: Pick<ComparisonResult, 'verdict' | 'accuracy'>): readonly ClassResult[] {
	return verdict === 'worse' ? [] : (accuracy?.classes.filter(({gotWorse}) => gotWorse) ?? []);
}
