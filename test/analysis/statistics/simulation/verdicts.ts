import {judgePairs, type Question, type Verdict} from '../../../../source/analysis/verdict.ts';
import {allowed, alpha, shareOf, type Claim} from './claim.ts';
import {drawPairs, none} from './others.ts';

interface Versions {
	readonly what: string;
	/** Part of the pairs in which only the candidate is right, and only the primary. */
	readonly better: number;
	readonly worse: number;
	readonly wrong: readonly Verdict[];
}

const versions: readonly Versions[] = [
	{what: 'equal versions', better: 0.02, worse: 0.02, wrong: ['better', 'worse']},
	{what: 'a candidate that is worse by the margin', better: 0.02, worse: 0.03, wrong: ['better', 'no worse']},
	{what: 'a candidate that is worse by twice the margin', better: 0.01, worse: 0.03, wrong: ['better', 'no worse']},
	{what: 'a candidate that is better by the margin', better: 0.03, worse: 0.02, wrong: ['worse']},
];

/** Wrong verdicts on 897 pairs with a margin of 1 %, at one look in the end, and at one after each tenth pair until it can be told. */
export const verdicts: readonly Claim[] = versions.flatMap(({what, better, worse, wrong}) =>
	(['once', 'always'] as const).map((looks): Claim => {
		const question: Question = {margin: 0.01, alpha, looks};
		const step = looks === 'once' ? 897 : 10;
		return {
			name: `wrong verdicts on ${what}, looks: ${looks}`,
			measure: (runs, chance) =>
				shareOf(looks === 'once' ? runs : runs / 10, chance, () => {
					let pairs = none;
					for (let count = 0; count < 897; count += step) {
						pairs = drawPairs(step, better, worse, chance, pairs);
						const {verdict} = judgePairs(pairs, question);
						if (verdict !== 'not enough data') return wrong.includes(verdict);
					}

					return false;
				}),
			atMost: runs => allowed(alpha, looks === 'once' ? runs : runs / 10),
		};
	}),
);
