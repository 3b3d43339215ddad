import type {ComparisonResult} from '../../analysis/comparison/result.ts';
import type {Verdict} from '../../analysis/verdict.ts';
import {html, type Html} from '../html.ts';
import type {ComparedNames} from '../keys.ts';
import {section} from '../page.ts';
import {differencesPlot, type Difference} from '../plots/differences-plot.ts';
import {askedWords, pointsWords, shareOf, verdictTones} from '../words.ts';
import {latencyFigure} from './speed.ts';

/** What a look tells: the differences that the verdict was read from, and how long both versions took. */
export function reasonsSection(result: ComparisonResult, names: ComparedNames): Html | undefined {
	return section('Why', html`<div class="pair">${differencesFigure(result)} ${latencyFigure(result, names)}</div>`);
}

/** Each difference in its interval, beside the margin. */
function differencesFigure(result: ComparisonResult): Html {
	const {margin, alpha} = result.question;
	const differences = differencesOf(result);
	const spoken = differences.map(
		({name, lower, middle, upper}) =>
			`${name.replace('\n', ' ')}: ${pointsWords(middle)}, between ${pointsWords(lower)} and ${pointsWords(upper)} percentage points`,
	);
	return html`<figure>
		<figcaption>
			By how much the candidate is better or worse. <b>No worse</b>: the whole bar lies right of the margin of
			${askedWords(margin)}. Error rate of the verdict: ${askedWords(alpha)}.
		</figcaption>
		${differencesPlot(differences, margin, `Differences of the candidate from the primary. ${spoken.join('; ')}.`)}
	</figure>`;
}

function differencesOf({accuracy, agreement, failures, primary, candidate}: ComparisonResult): readonly Difference[] {
	const ofRequests = row('requests\nthat succeed', failures, shareOf(primary.failed) - shareOf(candidate.failed));
	// Where one knows which answers are right, another answer may be a better one.
	return accuracy === undefined
		? [row('the same\nanswer', agreement, shareOf(agreement.agreeing) - 1), ofRequests]
		: [row('right\nanswers', accuracy, shareOf(accuracy.candidate) - shareOf(accuracy.primary)), ofRequests];
}

function row(
	name: string,
	{
		verdict,
		difference,
	}: {readonly verdict: Verdict; readonly difference: {readonly lower: number; readonly upper: number}},
	middle: number,
): Difference {
	const tone = verdictTones[verdict];
	return {name, ...difference, middle, color: `var(--${tone})`};
}
