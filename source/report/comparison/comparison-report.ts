import type {ComparisonResult} from '../../analysis/comparison/result.ts';
import {caveatsOf} from '../caveats.ts';
import {counted} from '../cut.ts';
import type {ComparedNames} from '../keys.ts';
import {pageText} from '../page.ts';
import {originOf, type ReportOrigin} from '../report-origin.ts';
import {askedWords, sentence, verdictTones} from '../words.ts';
import {confusionSection} from './confusion.ts';
import {contractSection, driftSection, failuresSection} from './differences.ts';
import {disagreementsSection} from './disagreements.ts';
import {predictionsSection} from './predictions.ts';
import {reasonsSection} from './reasons.ts';
import {speedSection} from './speed.ts';
import {comparisonTiles} from './tiles.ts';

/** The comparison of a candidate with its primary as a page for a colleague: the verdict, why, and then all that it was read from. */
export function comparisonReport(result: ComparisonResult, names: ComparedNames, origin: ReportOrigin): string {
	return pageText({
		title: `Is ${names.candidate} as good as ${names.primary}?`,
		verdict: {
			tone: verdictTones[result.verdict],
			words: sentence(result.verdict),
			reason: reasonWords(result, names),
		},
		tiles: comparisonTiles(result),
		sections: [
			reasonsSection(result, names),
			contractSection(result, names),
			failuresSection(result, names),
			predictionsSection(result, names),
			confusionSection(result, names),
			speedSection(result, names),
			disagreementsSection(result, names),
			driftSection(result, names),
		],
		origin: originOf(origin, factsOf(result, names)),
	});
}

function reasonWords(result: ComparisonResult, names: ComparedNames): string {
	const {reason, forecast} = result;
	const told = [reason, ...caveatsOf(result, names)];
	if (forecast) told.push(forecast.count === undefined ? forecast.words : `it takes ${forecast.words}`);
	return told.map(words => `${sentence(words)}.`).join(' ');
}

function factsOf({pairs, inputs, elapsedMs, question, settings}: ComparisonResult, names: ComparedNames) {
	const {margin, alpha, looks} = question;
	return [
		['Versions', `${names.candidate}, the candidate, beside ${names.primary}, the primary`],
		[
			'Requests',
			`${counted(pairs)} to each version, of ${counted(inputs)} different inputs, in ${(elapsedMs / 1000).toFixed(1)} s`,
		],
		['Margin', `the candidate may be worse by ${askedWords(margin)} of the inputs and still pass`],
		[
			'Error rate',
			`a verdict is wrong in at most ${askedWords(alpha)} of comparisons, ${looks === 'always' ? 'also as this one looked after each input and stopped when it could be told' : 'with a number of inputs that was fixed before'}`,
		],
		['Answers', `numbers agree within ${settings.tolerance}, probabilities by the ${settings.top} most probable`],
	] as const;
}
