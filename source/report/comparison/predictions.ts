import type {Accuracy} from '../../analysis/comparison/accuracy-result.ts';
import type {ComparisonResult, OutputAgreement} from '../../analysis/comparison/result.ts';
import {cutList, shortened} from '../cut.ts';
import {html, type Html} from '../html.ts';
import {keys, type ComparedNames} from '../keys.ts';
import {section} from '../page.ts';
import {classesPlot} from '../plots/classes-plot.ts';
import {table, type TableColumn} from '../table.ts';
import {intervalWords, ofWords, percentWords, shareOf, shareWords} from '../words.ts';

const mostClasses = 20;
const mostOutputs = 20;

/** `2` before `10`. */
const byNumber = new Intl.Collator('en', {numeric: true}).compare;

const outputColumns: readonly TableColumn<OutputAgreement>[] = [
	{heading: 'Output', cell: ({output}) => shortened(output, 60)},
	{heading: 'Compared as', cell: ({rule}) => rule ?? 'not compared'},
	{heading: 'The same', isNumber: true, cell: ({agreeing}) => percentWords(shareOf(agreeing))},
	{heading: 'Of', isNumber: true, cell: ({agreeing}) => ofWords(agreeing)},
	{heading: 'Interval', isNumber: true, cell: ({interval}) => intervalWords(interval)},
	{heading: 'Farthest, 0 to 1', isNumber: true, cell: ({farthest}) => farthest.toFixed(3)},
];

/** Right answers of each version by class, and agreement of each output. */
export function predictionsSection({accuracy, agreement}: ComparisonResult, names: ComparedNames): Html | undefined {
	const {shown, cut} = cutList(agreement.outputs, mostOutputs);
	return section(
		'Predictions',
		accuracy && accuracyHtml(accuracy, names),
		shown.length === 0
			? undefined
			: table(
					`How often both versions answer the same, by output${cut === undefined ? '' : ` (${cut})`}`,
					outputColumns,
					shown,
				),
	);
}

function accuracyHtml(accuracy: Accuracy, names: ComparedNames): Html {
	const {pairs, mcnemar, classes} = accuracy;
	const rows = [
		{name: names.primary, share: accuracy.primary, interval: accuracy.primaryInterval},
		{name: names.candidate, share: accuracy.candidate, interval: accuracy.candidateInterval},
	];
	const columns: readonly TableColumn<(typeof rows)[number]>[] = [
		{heading: 'Version', cell: ({name}) => shortened(name, 60)},
		{heading: 'Right', isNumber: true, cell: ({share}) => shareWords(share)},
		{heading: 'Interval', isNumber: true, cell: ({interval}) => intervalWords(interval)},
	];
	return html`<div class="pair">
		<div>
			${table('How often each version is right', columns, rows)}
			<p class="note">
				The candidate alone is right on ${pairs.better} inputs, the primary alone on ${pairs.worse}, both on
				${pairs.bothGood}, neither on ${pairs.bothBad}. If both were equally good, a split as uneven as ${pairs.better}
				to ${pairs.worse} came about with probability ${mcnemar.toPrecision(2)} (McNemar's exact test; it describes, and
				decides nothing here).
			</p>
		</div>
		${classes.length === 0 ? undefined : classesFigure(accuracy, names)}
	</div>`;
}

function classesFigure({classes}: Accuracy, names: ComparedNames): Html {
	const worse = classes.filter(({gotWorse}) => gotWorse);
	// A class that got worse is seen however rare it is.
	const {shown, cut} = cutList([...worse, ...classes.filter(({gotWorse}) => !gotWorse)], mostClasses);
	const rows = shown
		.toSorted((one, other) => byNumber(one.label, other.label))
		.map(({label, pairs, gotWorse}) => {
			const trials = pairs.bothGood + pairs.bothBad + pairs.better + pairs.worse;
			return {
				name: `${gotWorse ? '✗ ' : ''}${shortened(label, 40)}`,
				primary: shareOf({count: pairs.bothGood + pairs.worse, trials}),
				candidate: shareOf({count: pairs.bothGood + pairs.better, trials}),
				gotWorse,
			};
		});
	const spoken = rows.map(
		({name, primary, candidate}) => `${name}: ${percentWords(primary)}, ${percentWords(candidate)}`,
	);
	const remark = worse.length === 0 ? 'No class got surely worse.' : `✗ got surely worse.`;
	return html`<figure>
		<figcaption>
			Right answers by class. ${remark}${cut === undefined ? undefined : ` ${cut}.`}<br />${keys(names)}
		</figcaption>
		${classesPlot(rows, `Right answers by class, primary and candidate. ${spoken.join('; ')}.`)}
	</figure>`;
}
