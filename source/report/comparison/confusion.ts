import type {Accuracy} from '../../analysis/comparison/accuracy-result.ts';
import type {ComparisonResult} from '../../analysis/comparison/result.ts';
import {shortened} from '../cut.ts';
import {html, type Html} from '../html.ts';
import {key, type ComparedNames} from '../keys.ts';
import {section} from '../page.ts';

/** What fits beside another without being too small to read. */
const mostLabels = 12;

/** Counts of the classes that are shown; those of other answers come last. */
interface Matrix {
	readonly labels: readonly string[];
	readonly rows: readonly (readonly number[])[];
}

/** What each version answered in each class, counted. */
export function confusionSection({accuracy}: ComparisonResult, names: ComparedNames): Html | undefined {
	if (accuracy === undefined || accuracy.confusion.labels.length === 0) return undefined;
	const {labels, primary, candidate} = accuracy.confusion;
	const chosen = chosenLabels(accuracy);
	const remark =
		chosen.length < labels.length
			? ` ${chosen.length} of ${labels.length} classes are shown, those that got worse and the most frequent.`
			: '';
	const matrices = [primary, candidate].map(counts => matrixOf(labels, counts, chosen));
	const hasOthers = matrices.some(({rows}) => rows.some(row => (row.at(-1) ?? 0) > 0));
	const [one, other] = matrices.map((matrix, index) =>
		matrixHtml(
			hasOthers ? matrix : withoutOthers(matrix),
			index === 0 ? key('primary', names.primary) : key('candidate', names.candidate),
		),
	);
	return section(
		'Confusion by class',
		html`<p class="note">A row for what is right, a column for what was answered.${remark}</p>
			<div class="pair">${one} ${other}</div>`,
	);
}

/** Numbers of the classes to show, in their order. */
function chosenLabels({classes, confusion: {labels}}: Accuracy): readonly number[] {
	const worse = new Set(classes.filter(({gotWorse}) => gotWorse).map(({label}) => label));
	const numbers = labels.map((_, index) => index);
	const isWorse = (index: number): boolean => worse.has(labels[index] ?? '');
	return [...numbers.filter(isWorse), ...numbers.filter(index => !isWorse(index))]
		.slice(0, mostLabels)
		.toSorted((one, other) => one - other);
}

function matrixOf(
	labels: readonly string[],
	counts: readonly (readonly number[])[],
	chosen: readonly number[],
): Matrix {
	const rows = chosen.map(row => {
		const own = counts[row] ?? [];
		const cells = chosen.map(column => own[column] ?? 0);
		return [...cells, sum(own) - sum(cells)];
	});
	return {labels: [...chosen.map(index => shortened(labels[index] ?? '', 10)), 'other'], rows};
}

function withoutOthers({labels, rows}: Matrix): Matrix {
	return {labels: labels.slice(0, -1), rows: rows.map(row => row.slice(0, -1))};
}

function sum(counts: readonly number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}

function matrixHtml({labels, rows}: Matrix, caption: Html): Html {
	return html`<div class="scroll" tabindex="0">
		<table class="confusion">
			<caption>
				${caption}
			</caption>
			<thead>
				<tr>
					<td></td>
					${labels.map(label => html`<th scope="col">${label}</th>`)}
				</tr>
			</thead>
			<tbody>
				${rows.map((row, index) => rowHtml(labels[index] ?? '', row, index))}
			</tbody>
		</table>
	</div>`;
}

function rowHtml(label: string, row: readonly number[], index: number): Html {
	const total = Math.max(1, sum(row));
	return html`<tr>
		<th scope="row">${label}</th>
		${row.map((count, column) => cellHtml(count, count / total, column === index))}
	</tr>`;
}

function cellHtml(count: number, share: number, isRight: boolean): Html {
	if (count === 0) return html`<td class="nought">·</td>`;
	const color = isRight ? 'good' : 'bad';
	// A wrong answer in a hundred is seen as well.
	const heat = isRight ? share * 0.6 : Math.min(1, 0.25 + share * 2);
	return html`<td style="--heat: var(--${color}); --share: ${heat.toFixed(2)}">${count}</td>`;
}
