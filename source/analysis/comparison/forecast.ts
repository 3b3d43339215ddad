import {forecastText} from '../statistics/forecast.ts';
import {pairsIn, type PairCounts} from '../statistics/pairs.ts';
import {leastNumber} from '../statistics/sample-size.ts';
import {judgeAgreement, judgePairs, type Judgement} from '../verdict.ts';
import type {Deciding} from './conclusion.ts';
import type {Forecast} from './result.ts';

/** How many more inputs, or requests, it takes until all is told, if they go on as so far. Half of all runs take longer. */
export function forecastOf(
	{question, failures, accuracy, agreeing}: Deciding,
	pairs: number,
	elapsedMs: number,
): Forecast {
	const ofFailures = moreOf(pairsIn(failures), growth => judgePairs(grown(failures, growth), question));
	const ofPredictions = accuracy
		? moreOf(pairsIn(accuracy), growth => judgePairs(grown(accuracy, growth), question))
		: moreOf(agreeing.trials, growth =>
				judgeAgreement({count: agreeing.count * growth, trials: agreeing.trials * growth}, question),
			);
	const count = rounded(Math.max(ofFailures, ofPredictions));
	const of = ofPredictions > 0 ? 'inputs' : 'requests';
	if (!Number.isFinite(count)) {
		return {of, words: `no number of ${of} would tell at this margin, if they go on so`};
	}

	const rate = pairs / (elapsedMs / 1000);
	const time = elapsedMs > 0 && rate >= 0.05 ? `, ${forecastText(count, Number(rate.toPrecision(2)))}` : '';
	return {of, count, words: `about ${count.toLocaleString('en')} more ${of}${time}`};
}

/** 0 when it is told; infinite when nothing is known. */
function moreOf(seen: number, judge: (growth: number) => Judgement): number {
	if (judge(1).verdict !== 'not enough data') return 0;
	if (seen === 0) return Number.POSITIVE_INFINITY;
	return leastNumber(more => judge(1 + more / seen).verdict !== 'not enough data');
}

function grown({bothGood, bothBad, better, worse}: PairCounts, growth: number): PairCounts {
	return {
		bothGood: bothGood * growth,
		bothBad: bothBad * growth,
		better: better * growth,
		worse: worse * growth,
	};
}

/** To two digits, up. */
function rounded(count: number): number {
	if (!Number.isFinite(count) || count === 0) return count;
	const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
	return Math.ceil(count / unit) * unit;
}
